import type { Clock } from '../discovery/clock.js';

const FIRST_MS = 200;
const LONGEST_MS = 30_000;
const FACTOR = 2;
const JITTER = 0.2;

/** Waits longer from failure to failure, until `reset`. */
export class BackOff {
  #nextMs = FIRST_MS;
  #wake: () => void = () => undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  reset(): void {
    this.#nextMs = FIRST_MS;
  }

  /** Resolves after the wait, at `wake`, or when the signal is aborted. `leastMs` is what the server asked for. */
  async wait(signal: AbortSignal, leastMs = 0): Promise<void> {
    const jitter = 1 + JITTER * (2 * Math.random() - 1);
    const delayMs = Math.max(leastMs, this.#nextMs * jitter);
    this.#nextMs = Math.min(this.#nextMs * FACTOR, LONGEST_MS);
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(delayMs, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
      signal.addEventListener('abort', this.#wake, { once: true });
    });
    signal.removeEventListener('abort', this.#wake);
  }

  /** Ends the wait that is under way. */
  wake(): void {
    this.#wake();
  }
}
