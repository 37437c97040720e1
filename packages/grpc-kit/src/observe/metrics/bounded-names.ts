const MOST_NAMES = 1_000;

/** What the names beyond the first thousand are counted as. */
const OTHER = 'other';

/**
 * Entries by name, at most a thousand and one for all the others together: whoever makes up names must not make series.
 */
export class BoundedNames<T> {
  readonly #entries = new Map<string, T>();
  readonly #create: (name: string) => T;

  constructor(create: (name: string) => T) {
    this.#create = create;
  }

  of(name: string): T {
    return this.#entries.get(name) ?? this.#add(name);
  }

  entries(): IterableIterator<[string, T]> {
    return this.#entries.entries();
  }

  clear(): void {
    this.#entries.clear();
  }

  #add(wanted: string): T {
    const name = this.#entries.size < MOST_NAMES ? wanted : OTHER;
    const entry = this.#entries.get(name) ?? this.#create(name);
    this.#entries.set(name, entry);
    return entry;
  }
}
