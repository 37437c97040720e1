import type { Tick, TimedInterval } from '../src/view.js';

/** What the service says once, when the page has connected. */
interface Welcome {
  readonly maxRps: number;
  readonly control: boolean;
  /** The last minute. */
  readonly intervals: readonly TimedInterval[];
}

export interface LiveHandlers {
  welcome(welcome: Welcome): void;
  tick(tick: Tick): void;
  lost(): void;
}

/** Follows the service's events; the browser connects again by itself. */
export function followEvents(handlers: LiveHandlers): void {
  const source = new EventSource('/api/events');
  source.addEventListener('welcome', ({ data }) => handlers.welcome(JSON.parse(data)));
  source.addEventListener('tick', ({ data }) => handlers.tick(JSON.parse(data)));
  source.addEventListener('error', () => handlers.lost());
}
