import { backendViews, type Parts, type Tick } from './view.js';

const TICK_MS = 500;

/** Tells its listeners twice a second what has happened since the last time. */
export interface Ticker {
  /** How many listen. */
  readonly size: number;
  /** Returns what ends it. */
  subscribe(listener: (tick: Tick) => void): () => void;
  close(): void;
}

export function startTicker(parts: Parts): Ticker {
  const listeners = new Set<(tick: Tick) => void>();

  const timer = setInterval(() => {
    const backends = backendViews(parts);
    parts.traffic.keep(new Set(backends.map(({ address }) => address)));
    const tick: Tick = {
      at: Date.now(),
      ...parts.traffic.takeInterval(),
      backends,
      problem: parts.reachability.problem() ?? null,
      rps: parts.load.rps,
    };
    for (const listener of listeners) listener(tick);
  }, TICK_MS);
  timer.unref();

  return {
    get size() {
      return listeners.size;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
}
