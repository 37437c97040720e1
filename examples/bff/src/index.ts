export { type Config, readConfig } from './config.js';
export type { Backend, CallLimits, Greeter } from './greeter.js';
export { type ConnectGreeter, start } from './start.js';
