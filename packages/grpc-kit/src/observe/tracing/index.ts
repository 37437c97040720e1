export { clientTracing } from './client-tracing.js';
