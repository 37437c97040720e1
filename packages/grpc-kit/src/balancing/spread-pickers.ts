import type { experimental } from '@grpc/grpc-js';
import type { SpreadEntry } from './spread-entry.js';
import { WatchedSubchannel } from './watched-subchannel.js';

/** Every backend in turn; a new picker goes on where the one before it was. */
export class RoundRobinPicker implements experimental.Picker {
  readonly #entries: readonly SpreadEntry[];
  #index: number;

  constructor(entries: readonly SpreadEntry[], next: SpreadEntry | undefined) {
    this.#entries = entries;
    this.#index = Math.max(0, next ? entries.indexOf(next) : 0);
  }

  /** Whose turn it is. */
  get next(): SpreadEntry | undefined {
    return this.#entries[this.#index];
  }

  pick(): experimental.PickResult {
    const entry = this.#entries[this.#index] as SpreadEntry;
    this.#index = this.#index + 1 < this.#entries.length ? this.#index + 1 : 0;
    return entry.result;
  }
}

/** The less busy of two backends drawn at random: nearly as good as the least busy of all, at the cost of two looks. */
export class LeastRequestPicker implements experimental.Picker {
  readonly #entries: readonly SpreadEntry[];

  constructor(entries: readonly SpreadEntry[]) {
    this.#entries = entries;
  }

  pick(): experimental.PickResult {
    const count = this.#entries.length;
    const first = Math.floor(Math.random() * count);
    const one = this.#entries[first] as SpreadEntry;
    if (count === 1) return one.result;
    const other = this.#entries[(first + 1 + Math.floor(Math.random() * (count - 1))) % count] as SpreadEntry;
    return load(other) < load(one) ? other.result : one.result;
  }
}

function load({ subchannel }: SpreadEntry): number {
  return subchannel instanceof WatchedSubchannel ? subchannel.backend.load : 0;
}
