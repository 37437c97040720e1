import { backendViews, type Parts, type Tick, type TimedInterval } from './view.js';

const TICK_MS = 500;
const KEPT = 60_000 / TICK_MS;

/** Tells its listeners twice a second what has happened since the last time. */
export interface Ticker {
  /** The last minute. */
  readonly intervals: readonly TimedInterval[];
  /** Returns what ends it. */
  subscribe(listener: (tick: Tick) => void): () => void;
  close(): void;
}

export function startTicker(parts: Parts): Ticker {
  const listeners = new Set<(tick: Tick) => void>();
  const intervals: TimedInterval[] = [];

  function tell(): void {
    const backends = backendViews(parts);
    parts.traffic.keep(new Set(backends.map(({ address }) => address)));
    const interval = { at: Date.now(), ...parts.traffic.takeInterval() };
    intervals.push(interval);
    if (intervals.length > KEPT) intervals.shift();
    const tick: Tick = {
      ...interval,
      backends,
      problem: parts.reachability.problem() ?? null,
      rps: parts.load.rps,
    };
    for (const listener of listeners) listener(tick);
  }

  const timer = setInterval(tell, TICK_MS);
  timer.unref();
  // Bad news does not wait for the next tick.
  parts.reachability.onChange(tell);

  return {
    intervals,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
}
