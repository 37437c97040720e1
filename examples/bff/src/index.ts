export { type Config, readConfig } from './config.js';
export type { ConnectGreeter } from './create-bff.js';
export type { CallLimits, Greeter } from './greeter.js';
export { serve } from './serve.js';
