import type { MetricInfo } from './catalogue.js';
import type { Histogram } from './histogram.js';

/** The part of prom-client's `Registry` that is used; each registry takes a set of metrics once. */
export interface MetricsRegistry {
  registerMetric(metric: never): void;
}

/** Values of the labels of a metric, in the order of its label names. */
export type LabelValues = readonly string[];

/** One value, in prom-client's form. */
export interface MetricValue {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * Registers a metric whose values are collected when it is scraped and not before: counting must not cost a call what
 * prom-client's own metrics do, which build a label key for every observation.
 */
export function register(
  registry: MetricsRegistry,
  info: MetricInfo,
  collect: () => MetricValue[],
  reset: () => void,
): void {
  const metric = {
    // prom-client renames counters for OpenMetrics by assigning to `name`.
    name: info.name,
    help: info.help,
    type: info.type,
    aggregator: 'sum',
    reset,
    async get() {
      const { name, help, type, aggregator } = metric;
      return { name, help, type, aggregator, values: collect() };
    },
  };
  registry.registerMetric(metric as never);
}

/** A single number with its labels. */
export function sample(info: MetricInfo, labels: LabelValues, value: number): MetricValue {
  return { labels: named(info, labels), value };
}

/** The lines of a histogram: buckets, sum and count. */
export function histogramSamples(info: MetricInfo, labels: LabelValues, histogram: Histogram): MetricValue[] {
  const common = named(info, labels);
  const buckets = [...histogram.cumulative()].map(([le, value]) => ({
    metricName: `${info.name}_bucket`,
    labels: { le, ...common },
    value,
  }));
  return [
    ...buckets,
    { metricName: `${info.name}_sum`, labels: common, value: histogram.sum },
    { metricName: `${info.name}_count`, labels: common, value: histogram.count },
  ];
}

function named(info: MetricInfo, values: LabelValues): Record<string, string> {
  return Object.fromEntries(info.labels.map((label, index) => [label, values[index] ?? '']));
}
