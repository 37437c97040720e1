import type { experimental } from '@grpc/grpc-js';
import type { SpreadEntry } from './spread-entry.js';
import { WatchedSubchannel } from './watched-subchannel.js';

/** Every backend in turn; a new picker goes on where the one before it was. */
export class RoundRobinPicker implements experimental.Picker {
  readonly #entries: readonly SpreadEntry[];
  readonly #results: readonly experimental.PickResult[];
  #index: number;

  constructor(entries: readonly SpreadEntry[], next: SpreadEntry | undefined) {
    this.#entries = entries;
    this.#results = entries.map(({ result }) => result);
    this.#index = Math.max(0, next ? entries.indexOf(next) : 0);
  }

  /** Whose turn it is. */
  get next(): SpreadEntry | undefined {
    return this.#entries[this.#index];
  }

  pick(): experimental.PickResult {
    const result = this.#results[this.#index] as experimental.PickResult;
    this.#index = this.#index + 1 < this.#results.length ? this.#index + 1 : 0;
    return result;
  }
}

/** The less busy of two backends drawn at random: nearly as good as the least busy of all, at the cost of two looks. */
export class LeastRequestPicker implements experimental.Picker {
  readonly #results: readonly experimental.PickResult[];
  readonly #loads: readonly { readonly load: number }[];

  constructor(entries: readonly SpreadEntry[]) {
    this.#results = entries.map(({ result }) => result);
    this.#loads = entries.map(({ subchannel }) =>
      subchannel instanceof WatchedSubchannel ? subchannel.backend : IDLE,
    );
  }

  pick(): experimental.PickResult {
    const count = this.#results.length;
    const one = Math.floor(Math.random() * count);
    const other = count === 1 ? one : (one + 1 + Math.floor(Math.random() * (count - 1))) % count;
    return this.#results[this.#load(other) < this.#load(one) ? other : one] as experimental.PickResult;
  }

  #load(index: number): number {
    return this.#loads[index]?.load ?? 0;
  }
}

/** What nobody counts for. */
const IDLE = { load: 0 };
