/** Waits that grow from one failure to the next, jittered (grpc's connection backoff protocol). */
export class BackOff {
  readonly #minMs: number;
  readonly #maxMs: number;
  #nextMs: number;

  constructor(minMs: number, maxMs: number) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
    this.#nextMs = minMs;
  }

  /** The next wait, in ms. */
  next(): number {
    const waitMs = this.#nextMs;
    this.#nextMs = Math.min(this.#nextMs * MULTIPLIER, this.#maxMs);
    return waitMs * (1 - JITTER + 2 * JITTER * Math.random());
  }

  reset(): void {
    this.#nextMs = this.#minMs;
  }
}

const MULTIPLIER = 1.6;
const JITTER = 0.2;
