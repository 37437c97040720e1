import { GrpcKitError } from '../errors.js';
import { type Clock, systemClock } from './clock.js';
import type { DiscoveryOptions, Endpoint, EndpointListener, EndpointSource } from './endpoint-source.js';

/** What a look-up found. */
export interface Found {
  readonly endpoints: readonly Endpoint[];
  /** The answer may change after this long, in ms, where the source knows it. */
  readonly ttlMs?: number;
}

/** Finds the backends once; rejects with what to tell the user. The signal means that nobody waits any more. */
export type Look = (signal: AbortSignal) => Promise<Found>;

export interface PollingOptions extends Pick<DiscoveryOptions, 'refreshMs' | 'minIntervalMs'> {
  /** For messages. */
  readonly target: string;
  readonly clock?: Clock;
  /** From 0 to 1; for tests. */
  readonly random?: () => number;
}

/** A look-up that takes longer is told as an error, so that calls learn what they wait for. */
const SLOW_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;
const JITTER = 0.1;

/** Looks again and again: at the refresh interval while all is well, and at a growing pace after a loss or failure. */
export function pollingSource(look: Look, options: PollingOptions): EndpointSource {
  let polling: Polling | undefined;
  return {
    start: (listener) => {
      polling = new Polling(look, options, listener);
    },
    refresh: () => polling?.refresh(),
    close: () => {
      polling?.close();
      polling = undefined;
    },
  };
}

/** One life of a source, from `start` to `close`; a late answer finds it closed. */
class Polling {
  readonly #look: Look;
  readonly #options: PollingOptions;
  readonly #listener: EndpointListener;
  readonly #clock: Clock;
  /** Of the look-up under way; one for each, so that nothing piles up on a signal that lives as long as the channel. */
  #closing = new AbortController();
  #cancelTimer: () => void = () => undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #startedAt = Number.NEGATIVE_INFINITY;
  #looking = false;
  #wantedAgain = false;
  #pace: number;
  /** Series of quick looks since the answer last changed, and when the next may begin. */
  #bursts = 0;
  #burstAt = Number.NEGATIVE_INFINITY;
  #failing = false;
  #known: string | undefined;

  constructor(look: Look, options: PollingOptions, listener: EndpointListener) {
    this.#look = look;
    this.#options = options;
    this.#listener = listener;
    this.#clock = options.clock ?? systemClock;
    this.#pace = options.refreshMs;
    this.#schedule(0);
  }

  refresh(): void {
    const { refreshMs, minIntervalMs } = this.#options;
    if (this.#pace === refreshMs) {
      // An address that stays dead asks with every attempt to reach it: ever more seldom, while nothing changes.
      const now = this.#clock.now();
      if (now < this.#burstAt) return;
      this.#burstAt = now + Math.min(refreshMs * 2 ** this.#bursts, LONGEST_PAUSE_MS);
      this.#bursts += 1;
      // What was lost may be replaced seconds later, so one look is not enough.
      this.#pace = minIntervalMs;
    }
    if (this.#looking) this.#wantedAgain = true;
    else this.#scheduleAtFloor();
  }

  close(): void {
    this.#cancelTimer();
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    this.#looking = true;
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#startedAt = this.#clock.now();
    const forgetSlow = this.#clock.after(SLOW_MS, () => this.#tellSlow());
    this.#closing = new AbortController();
    const { signal } = this.#closing;
    try {
      const found = await this.#look(signal);
      if (!signal.aborted) this.#succeed(found);
    } catch (error) {
      if (!signal.aborted) this.#fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      forgetSlow();
    }
  }

  #succeed({ endpoints, ttlMs = Number.POSITIVE_INFINITY }: Found): void {
    const { refreshMs, minIntervalMs } = this.#options;
    const list = JSON.stringify(endpoints);
    if (list !== this.#known) {
      this.#pace = refreshMs;
      this.#bursts = 0;
      this.#burstAt = Number.NEGATIVE_INFINITY;
    }
    this.#failing = false;
    this.#known = list;
    this.#next(Math.min(this.#pace, Math.max(ttlMs, minIntervalMs)));
    this.#listener.endpoints(endpoints, this.#elapsed());
  }

  #fail(error: Error): void {
    // A client that never had a backend fails every call: it looks at the floor until it has one.
    if (this.#known === undefined || !this.#failing) this.#pace = this.#options.minIntervalMs;
    this.#failing = true;
    this.#next(this.#pace);
    this.#listener.error(error, this.#elapsed());
  }

  /** Before the listener is told, so that it may close or refresh from there. */
  #next(delayMs: number): void {
    this.#looking = false;
    this.#pace = Math.min(this.#pace * 2, this.#options.refreshMs);
    const jitter = 1 + JITTER * (2 * (this.#options.random ?? Math.random)() - 1);
    this.#schedule(delayMs * jitter);
    if (this.#wantedAgain) this.#scheduleAtFloor();
    this.#wantedAgain = false;
  }

  #scheduleAtFloor(): void {
    const floorAt = this.#startedAt + this.#options.minIntervalMs;
    if (floorAt < this.#dueAt) this.#schedule(Math.max(0, floorAt - this.#clock.now()));
  }

  #schedule(delayMs: number): void {
    this.#cancelTimer();
    this.#dueAt = this.#clock.now() + delayMs;
    this.#cancelTimer = this.#clock.after(delayMs, () => void this.#run());
  }

  #tellSlow(): void {
    if (this.#closing.signal.aborted) return;
    const message = `target ${this.#options.target}: the look-up has not been answered for ${SLOW_MS / 1_000} s`;
    this.#listener.error(new GrpcKitError('ERR_RESOLUTION', message), this.#elapsed());
  }

  #elapsed(): number {
    return this.#clock.now() - this.#startedAt;
  }
}
