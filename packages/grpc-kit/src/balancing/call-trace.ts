import type { MetadataOptions } from '@grpc/grpc-js';

/**
 * What a call learns about itself on its way. It travels as the options of the call's metadata: grpc-js hands
 * the same object to every pick, so that counting attempts and naming the backend costs no allocation.
 */
export class CallTrace implements MetadataOptions {
  waitForReady = false;
  /** Picks so far: the first attempt, retries and hedges. */
  attempts = 0;
  /** `address:port` that the last attempt went to. */
  backend: string | undefined = undefined;
  /** Full method, `/pkg.Service/Method`. */
  readonly method: string;

  constructor(method: string) {
    this.method = method;
  }
}
