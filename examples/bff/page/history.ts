import type { TimedInterval } from '../src/view.js';

const WINDOW_MS = 60_000;

/** What happened between two ticks, per second. */
export interface Point {
  readonly at: number;
  readonly callsPerSecond: number;
  readonly failures: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly byServer: ReadonlyMap<string, number>;
}

/** The last minute. */
export class History {
  readonly #points: Point[] = [];
  #lastAt = 0;

  add(tick: TimedInterval): void {
    // After a pause, as in a hidden tab, the interval still began with the tick before.
    const seconds = Math.max(0.05, (tick.at - (this.#lastAt || tick.at - 500)) / 1000);
    this.#lastAt = tick.at;
    this.#points.push({
      at: tick.at,
      callsPerSecond: tick.calls / seconds,
      failures: tick.failures,
      p50Ms: tick.p50Ms,
      p99Ms: tick.p99Ms,
      byServer: new Map(Object.entries(tick.byBackend).map(([server, calls]) => [server, calls / seconds])),
    });
    while (this.#points[0] && this.#points[0].at < tick.at - WINDOW_MS) this.#points.shift();
  }

  get points(): readonly Point[] {
    return this.#points;
  }

  /** Seconds before the newest point, as negative numbers. */
  get times(): number[] {
    return this.#points.map(({ at }) => (at - this.#lastAt) / 1000);
  }

  get failures(): number {
    return this.#points.reduce((sum, point) => sum + point.failures, 0);
  }

  /** Servers with calls in the window, in the order in which they first had one. */
  get servers(): string[] {
    return [...new Set(this.#points.flatMap(({ byServer }) => [...byServer.keys()]))];
  }

  /** Mean calls per second of each server over the last two seconds. */
  recentRates(): Map<string, number> {
    const recent = this.#points.filter(({ at }) => at > this.#lastAt - 2000);
    const rates = new Map<string, number>();
    for (const { byServer } of recent) {
      for (const [server, rate] of byServer) rates.set(server, (rates.get(server) ?? 0) + rate / recent.length);
    }
    return rates;
  }
}
