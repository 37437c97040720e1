import type { Engine } from './engine.js';

/** Of clients that say nothing. */
export const DEFAULT_ENGINE: Engine = 'grpc-js';
