import type { BackendState } from '../observer.js';
import { CLIENT_METRICS } from './catalogue.js';
import { CounterTable } from './counter-table.js';
import type { MetricValue } from './registry.js';

/** How many backends of each target are in which state. */
export class BackendGauge {
  readonly #states = new CounterTable(CLIENT_METRICS.backends);

  move(target: string, from: BackendState | undefined, to: BackendState | undefined): void {
    if (from !== undefined) this.#states.add(-1, target, from);
    if (to !== undefined) this.#states.add(1, target, to);
  }

  collect(): MetricValue[] {
    return this.#states.collect();
  }
}
