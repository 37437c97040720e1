import type { Subchannel } from './subchannel.js';

/** Chooses the backend of the next call among those that take calls. */
export interface Picker {
  /** A call is never asked for with no backend to choose from. */
  pick(): Subchannel;
}

/** Every backend in turn. */
export class RoundRobin implements Picker {
  readonly #subchannels: readonly Subchannel[];
  #next: number;

  /** @param former Goes on where it was. */
  constructor(subchannels: readonly Subchannel[], former?: Picker) {
    this.#subchannels = subchannels;
    const next = former instanceof RoundRobin ? former.next : undefined;
    this.#next = next ? Math.max(0, subchannels.indexOf(next)) : 0;
  }

  /** Whose turn it is. */
  get next(): Subchannel | undefined {
    return this.#subchannels[this.#next];
  }

  pick(): Subchannel {
    const subchannel = this.#subchannels[this.#next] as Subchannel;
    this.#next = this.#next + 1 < this.#subchannels.length ? this.#next + 1 : 0;
    return subchannel;
  }
}

/** The less busy of two backends drawn at random: nearly as good as the least busy of all, at the cost of two looks. */
export class LeastRequest implements Picker {
  readonly #subchannels: readonly Subchannel[];

  constructor(subchannels: readonly Subchannel[]) {
    this.#subchannels = subchannels;
  }

  pick(): Subchannel {
    const count = this.#subchannels.length;
    const one = Math.floor(Math.random() * count);
    const other = count === 1 ? one : (one + 1 + Math.floor(Math.random() * (count - 1))) % count;
    const a = this.#subchannels[one] as Subchannel;
    const b = this.#subchannels[other] as Subchannel;
    return b.backend.inFlight < a.backend.inFlight ? b : a;
  }
}

/** The one backend that there is. */
export class PickFirst implements Picker {
  readonly #subchannel: Subchannel;

  constructor(subchannel: Subchannel) {
    this.#subchannel = subchannel;
  }

  pick(): Subchannel {
    return this.#subchannel;
  }
}
