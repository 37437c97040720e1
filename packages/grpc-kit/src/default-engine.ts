import type { Engine } from './engine.js';

/** Of clients and servers that say nothing. */
export const DEFAULT_ENGINE: Engine = 'grpc-js';
