export { CLIENT_METRICS, type MetricInfo, SERVER_METRICS } from './catalogue.js';
export { clientMetrics } from './client-metrics.js';
export type { MetricsOptions } from './metrics-options.js';
export type { MetricsRegistry } from './registry.js';
export { serverMetrics } from './server-metrics.js';
