import type { MetadataOptions } from '@grpc/grpc-js';

/** An attempt that has succeeded, and is told of once it is known what it has received. */
interface AnsweredAttempt {
  tell(receivedBytes: number): void;
}

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
  /** Message bytes, of requests and responses. */
  sentBytes = 0;
  receivedBytes = 0;
  /** Full method, `/pkg.Service/Method`. */
  readonly method: string;
  #answered: AnsweredAttempt | undefined = undefined;

  constructor(method: string) {
    this.method = method;
  }

  /** The attempt that was answered has ended; what it received is still on its way through grpc-js. */
  answered(attempt: AnsweredAttempt): void {
    this.#answered = attempt;
  }

  /** The call has ended, and everything it was to receive has been counted. */
  protected callEnded(): void {
    this.#answered?.tell(this.receivedBytes);
    this.#answered = undefined;
  }
}
