import type { Metadata } from '@grpc/grpc-js';
import type { ClientCall } from './observer.js';

/** Follows each call of the promise clients from its start to its end, all attempts together. */
export interface CallTracer {
  /**
   * Called before the first attempt.
   * @param method `/pkg.Service/Method`.
   * @param headers What the call will send; may be added to.
   * @returns What is told the end of the call.
   */
  start(method: string, headers: Metadata): (ended: ClientCall) => void;
}
