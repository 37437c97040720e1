/** What an entry counts beside its name and value (RFC 7541 section 4.1). */
export const ENTRY_OVERHEAD = 32;

/** The dynamic table of HPACK (RFC 7541 section 2.3.2): a queue, the newest entry first, bounded by its size in bytes. */
export class DynamicTable {
  /** Entries that were ever inserted; entry number n is the n-th. */
  insertions = 0;
  #names: (string | undefined)[] = [];
  #values: (string | undefined)[] = [];
  #oldest = 0;
  #size = 0;
  #capacity: number;
  readonly #evicted: ((name: string, value: string, entry: number) => void) | undefined;

  /** @param evicted Told of each entry that leaves, with its number. */
  constructor(capacity: number, evicted?: (name: string, value: string, entry: number) => void) {
    this.#capacity = capacity;
    this.#evicted = evicted;
  }

  get capacity(): number {
    return this.#capacity;
  }

  get size(): number {
    return this.#size;
  }

  get length(): number {
    return this.insertions - this.#oldest;
  }

  /** Of the entry at this position, 0 being the newest. */
  name(position: number): string | undefined {
    return position < this.length ? this.#names[this.insertions - 1 - position - this.#oldest] : undefined;
  }

  value(position: number): string | undefined {
    return position < this.length ? this.#values[this.insertions - 1 - position - this.#oldest] : undefined;
  }

  /** An entry larger than the table empties it and is not kept (RFC 7541 section 4.4). */
  insert(name: string, value: string): boolean {
    const size = name.length + value.length + ENTRY_OVERHEAD;
    this.#evictTo(this.#capacity - size);
    if (size > this.#capacity) return false;
    this.#names.push(name);
    this.#values.push(value);
    this.#size += size;
    this.insertions += 1;
    return true;
  }

  resize(capacity: number): void {
    this.#capacity = capacity;
    this.#evictTo(capacity);
  }

  #evictTo(size: number): void {
    let evicted = 0;
    while (this.#size > size && evicted < this.#names.length) {
      const name = this.#names[evicted] as string;
      const value = this.#values[evicted] as string;
      this.#size -= name.length + value.length + ENTRY_OVERHEAD;
      this.#evicted?.(name, value, this.#oldest + evicted);
      evicted += 1;
    }
    if (evicted === 0) return;
    this.#names = this.#names.slice(evicted);
    this.#values = this.#values.slice(evicted);
    this.#oldest += evicted;
  }
}
