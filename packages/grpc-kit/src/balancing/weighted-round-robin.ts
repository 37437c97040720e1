import type { Picker } from './pickers.js';
import type { Subchannel } from './subchannel.js';

/** Weights are looked at again after this long, in ms (`weight_update_period` of gRFC A58). */
const UPDATE_MS = 1_000;

/**
 * Every backend in proportion to its weight: queries per second by utilization, as it reports both (gRFC A58). Those
 * whose weight is not known have the mean of the others. Picks follow the earliest deadline first.
 */
export class WeightedRoundRobin implements Picker {
  readonly #subchannels: readonly Subchannel[];
  readonly #dueAt: number[];
  #steps: readonly number[] = [];
  #updatedAt = Number.NEGATIVE_INFINITY;

  /** @param former Goes on with the turns of the one before. */
  constructor(subchannels: readonly Subchannel[], former?: Picker) {
    this.#subchannels = subchannels;
    const turns = former instanceof WeightedRoundRobin ? former.#turns() : undefined;
    this.#dueAt = subchannels.map((subchannel) => turns?.get(subchannel) ?? Math.random());
  }

  pick(): Subchannel {
    const now = performance.now();
    if (now - this.#updatedAt >= UPDATE_MS) this.#update(now);
    let first = 0;
    for (let at = 1; at < this.#dueAt.length; at++) {
      if ((this.#dueAt[at] as number) < (this.#dueAt[first] as number)) first = at;
    }
    this.#dueAt[first] = (this.#dueAt[first] as number) + (this.#steps[first] as number);
    return this.#subchannels[first] as Subchannel;
  }

  #update(now: number): void {
    this.#updatedAt = now;
    const weights = this.#subchannels.map(({ load }) => load?.weight(now));
    const known = weights.filter((weight) => weight !== undefined);
    const mean = known.length === 0 ? 1 : known.reduce((sum, weight) => sum + weight, 0) / known.length;
    this.#steps = weights.map((weight) => mean / (weight ?? mean));
  }

  /** When each is due, counted from the one that is due next. */
  #turns(): ReadonlyMap<Subchannel, number> {
    const next = Math.min(...this.#dueAt);
    return new Map(this.#subchannels.map((subchannel, at) => [subchannel, (this.#dueAt[at] as number) - next]));
  }
}
