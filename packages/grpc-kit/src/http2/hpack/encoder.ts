import { DynamicTable, ENTRY_OVERHEAD } from './dynamic-table.js';
import { huffmanEncode, huffmanLength } from './huffman.js';
import { STATIC_ENTRIES, STATIC_INDEX_BY_FIELD, STATIC_INDEX_BY_NAME } from './static-table.js';

/** Never put into a table, neither here nor by an intermediary (RFC 7541 section 7.1.3). */
const SENSITIVE: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization', 'set-cookie']);
/** We use no more of a peer's table than this many bytes. */
const LARGEST_TABLE = 4096;

const INDEXED = 0x80;
const LITERAL_INDEXED = 0x40;
const SIZE_UPDATE = 0x20;
const NEVER_INDEXED = 0x10;
const NOT_INDEXED = 0x00;

interface Encoded {
  readonly insertions: number;
  readonly bytes: Buffer;
}

/** Encodes header blocks (RFC 7541) in the order in which they are sent. */
export class HpackEncoder {
  readonly #entries = new Map<string, number>();
  readonly #names = new Map<string, number>();
  readonly #table = new DynamicTable(LARGEST_TABLE, (name, value, entry) => this.#forget(name, value, entry));
  readonly #sensitive: ReadonlySet<string>;
  #cache = new WeakMap<readonly string[], Encoded>();
  /** The smallest size since the last block, to be told before the present one (RFC 7541 section 4.2). */
  #smallest: number | undefined;
  #target: Buffer = Buffer.allocUnsafe(512);
  #at = 0;

  /** @param sensitive Names that are sent as never-indexed literals, besides authorization and cookies. */
  constructor(sensitive: ReadonlySet<string> = new Set()) {
    this.#sensitive = sensitive;
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE. */
  limitTable(size: number): void {
    const capacity = Math.min(size, LARGEST_TABLE);
    if (capacity === this.#table.capacity) return;
    this.#smallest = Math.min(this.#smallest ?? capacity, capacity);
    this.#table.resize(capacity);
    this.#cache = new WeakMap();
  }

  /**
   * One header block, valid until the next call.
   * @param shared Name, value, …; an array that is passed again and again: its fields go to the table, its encoding is kept.
   * @param own Fields of this block alone; their names may go to the table, their values do not.
   */
  encode(shared: readonly string[], own: readonly string[] | undefined): Buffer {
    const cached = this.#smallest === undefined ? this.#cache.get(shared) : undefined;
    if (cached?.insertions === this.#table.insertions) {
      if (own === undefined || own.length === 0) return cached.bytes;
      this.#at = cached.bytes.length;
      this.#reserve(0);
      cached.bytes.copy(this.#target);
    } else this.#encodeShared(shared);
    if (own) for (let at = 0; at < own.length; at += 2) this.#own(own[at] as string, own[at + 1] as string);
    return this.#target.subarray(0, this.#at);
  }

  #encodeShared(shared: readonly string[]): void {
    this.#at = 0;
    this.#reserve(16);
    if (this.#smallest !== undefined) {
      if (this.#smallest < this.#table.capacity) this.#integer(SIZE_UPDATE, 5, this.#smallest);
      this.#integer(SIZE_UPDATE, 5, this.#table.capacity);
      this.#smallest = undefined;
    }
    const start = this.#at;
    const { insertions } = this.#table;
    for (let at = 0; at < shared.length; at += 2) this.#shared(shared[at] as string, shared[at + 1] as string);
    // What inserted an entry says something else the next time.
    if (start === 0 && this.#table.insertions === insertions) {
      this.#cache.set(shared, { insertions, bytes: Buffer.from(this.#target.subarray(0, this.#at)) });
    }
  }

  #shared(name: string, value: string): void {
    const field = `${name}\0${value}`;
    const index = STATIC_INDEX_BY_FIELD.get(field) ?? this.#indexOf(this.#entries.get(field));
    if (index !== undefined) this.#integer(INDEXED, 7, index);
    else if (this.#isSensitive(name)) this.#literal(NEVER_INDEXED, 4, name, value);
    // An entry of more than half of the table would push out the others again and again.
    else if ((name.length + value.length + ENTRY_OVERHEAD) * 2 > this.#table.capacity) {
      this.#literal(NOT_INDEXED, 4, name, value);
    } else this.#insert(name, value);
  }

  #own(name: string, value: string): void {
    if (this.#isSensitive(name)) this.#literal(NEVER_INDEXED, 4, name, value);
    // The first value takes the name into the table; those that follow need a few bytes for it.
    else if (this.#nameIndex(name) === 0 && (name.length + value.length + ENTRY_OVERHEAD) * 8 <= this.#table.capacity) {
      this.#insert(name, value);
    } else this.#literal(NOT_INDEXED, 4, name, value);
  }

  #insert(name: string, value: string): void {
    this.#literal(LITERAL_INDEXED, 6, name, value);
    if (!this.#table.insert(name, value)) return;
    this.#entries.set(`${name}\0${value}`, this.#table.insertions - 1);
    this.#names.set(name, this.#table.insertions - 1);
  }

  #forget(name: string, value: string, entry: number): void {
    if (this.#entries.get(`${name}\0${value}`) === entry) this.#entries.delete(`${name}\0${value}`);
    if (this.#names.get(name) === entry) this.#names.delete(name);
  }

  #isSensitive(name: string): boolean {
    return SENSITIVE.has(name) || this.#sensitive.has(name);
  }

  #indexOf(entry: number | undefined): number | undefined {
    return entry === undefined ? undefined : STATIC_ENTRIES + this.#table.insertions - entry;
  }

  #nameIndex(name: string): number {
    return STATIC_INDEX_BY_NAME.get(name) ?? this.#indexOf(this.#names.get(name)) ?? 0;
  }

  #literal(kind: number, prefix: number, name: string, value: string): void {
    const index = this.#nameIndex(name);
    this.#integer(kind, prefix, index);
    if (index === 0) this.#string(name);
    // Huffman coding is worth its time where the result is kept.
    if (kind === LITERAL_INDEXED) this.#string(value);
    else this.#plain(value);
  }

  #integer(kind: number, prefix: number, value: number): void {
    this.#reserve(8);
    const most = 2 ** prefix - 1;
    if (value < most) {
      this.#target[this.#at++] = kind | value;
      return;
    }
    this.#target[this.#at++] = kind | most;
    let rest = value - most;
    for (; rest >= 128; rest >>>= 7) this.#target[this.#at++] = (rest & 0x7f) | 0x80;
    this.#target[this.#at++] = rest;
  }

  #string(text: string): void {
    const packed = huffmanLength(text);
    if (packed < text.length) {
      this.#integer(0x80, 7, packed);
      this.#reserve(packed);
      this.#at = huffmanEncode(text, this.#target, this.#at);
    } else this.#plain(text);
  }

  #plain(text: string): void {
    this.#integer(0, 7, text.length);
    this.#reserve(text.length);
    this.#at += this.#target.write(text, this.#at, 'latin1');
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#target.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#target.length * 2));
    this.#target.copy(larger);
    this.#target = larger;
  }
}
