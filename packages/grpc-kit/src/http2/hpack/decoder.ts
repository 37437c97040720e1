import { ErrorCode } from '../error-code.js';
import { HeaderList } from '../header-list.js';
import { Http2Error } from '../http2-error.js';
import { DynamicTable, ENTRY_OVERHEAD } from './dynamic-table.js';
import { huffmanDecode } from './huffman.js';
import { STATIC_ENTRIES, STATIC_NAMES, STATIC_VALUES } from './static-table.js';

/** Blocks up to this long are remembered: those with long literals (tokens) are different each time, or secret. */
const LONGEST_CACHED_BLOCK = 128;
const MOST_CACHED_BLOCKS = 64;
/** Above anything that a header block can hold. */
const MOST_INTEGER = 2 ** 28;

/** Decodes header blocks (RFC 7541), one after the other, as each may change the table for those that follow. */
export class HpackDecoder {
  readonly #table: DynamicTable;
  readonly #maxListSize: number;
  readonly #cache = new Map<string, HeaderList>();
  /** The table size that our settings allow. */
  #limit: number;
  #source: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  #fields: string[] = [];
  #size = 0;

  /**
   * @param tableSize Bytes; our SETTINGS_HEADER_TABLE_SIZE.
   * @param maxListSize Bytes; a longer list is decoded to its end, as the table depends on it, and kept only in part.
   */
  constructor(tableSize: number, maxListSize: number) {
    this.#table = new DynamicTable(Math.min(tableSize, 4096));
    this.#limit = Math.max(tableSize, 4096);
    this.#maxListSize = maxListSize;
  }

  /** The peer has acknowledged our setting. */
  limitTable(size: number): void {
    this.#limit = size;
  }

  /** @throws Http2Error COMPRESSION_ERROR; the connection cannot be used any more. */
  decode(source: Buffer, start: number, end: number): HeaderList {
    let key: string | undefined;
    if (end - start <= LONGEST_CACHED_BLOCK && this.#table.capacity <= this.#limit) {
      key = source.toString('latin1', start, end);
      const cached = this.#cache.get(key);
      if (cached) return cached;
    }
    const { insertions, size } = this.#table;
    this.#source = source;
    this.#at = start;
    this.#end = end;
    this.#fields = [];
    this.#size = 0;
    this.#decodeSizeUpdates();
    while (this.#at < end) this.#decodeField();
    const list = new HeaderList(this.#fields, this.#size, this.#size > this.#maxListSize);
    this.#fields = [];
    this.#source = source.subarray(0, 0);
    if (this.#table.insertions !== insertions || this.#table.size !== size) this.#cache.clear();
    else if (key !== undefined && end > start) this.#remember(key, list);
    return list;
  }

  #remember(key: string, list: HeaderList): void {
    if (this.#cache.size >= MOST_CACHED_BLOCKS) this.#cache.clear();
    this.#cache.set(key, list);
  }

  /** Only at the start of a block (RFC 7541 section 4.2). */
  #decodeSizeUpdates(): void {
    while (this.#at < this.#end && ((this.#source[this.#at] as number) & 0xe0) === 0x20) {
      const size = this.#integer(5);
      if (size > this.#limit) throw compressionError(`the table is to grow to ${size}, above ${this.#limit}`);
      this.#table.resize(size);
      this.#cache.clear();
    }
    if (this.#table.capacity > this.#limit) throw compressionError('the reduced table size was not taken over');
  }

  #decodeField(): void {
    const first = this.#source[this.#at] as number;
    if (first >= 0x80) {
      const index = this.#integer(7);
      this.#emit(this.#nameAt(index), this.#valueAt(index));
    } else if (first >= 0x40) {
      const name = this.#literalName(6);
      const value = this.#string();
      this.#table.insert(name, value);
      this.#emit(name, value);
    } else if (first >= 0x20) throw compressionError('a table size update after the first field');
    else {
      const name = this.#literalName(4);
      this.#emit(name, this.#string());
    }
  }

  #emit(name: string, value: string): void {
    this.#size += name.length + value.length + ENTRY_OVERHEAD;
    if (this.#size <= this.#maxListSize) this.#fields.push(name, value);
  }

  #literalName(prefix: number): string {
    const index = this.#integer(prefix);
    return index === 0 ? this.#string() : this.#nameAt(index);
  }

  #nameAt(index: number): string {
    const name = index <= STATIC_ENTRIES ? STATIC_NAMES[index] : this.#table.name(index - STATIC_ENTRIES - 1);
    if (!name) throw compressionError(`index ${index} is not in the tables`);
    return name;
  }

  #valueAt(index: number): string {
    return (index <= STATIC_ENTRIES ? STATIC_VALUES[index] : this.#table.value(index - STATIC_ENTRIES - 1)) ?? '';
  }

  #integer(prefix: number): number {
    const most = 2 ** prefix - 1;
    let value = (this.#source[this.#at++] as number) & most;
    if (value < most) return value;
    for (let factor = 1; ; factor *= 128) {
      if (this.#at >= this.#end) throw compressionError('a header block that ends within an integer');
      const byte = this.#source[this.#at++] as number;
      value += (byte & 0x7f) * factor;
      if (value > MOST_INTEGER || factor > MOST_INTEGER) throw compressionError('an integer that is too large');
      if (byte < 0x80) return value;
    }
  }

  #string(): string {
    if (this.#at >= this.#end) throw compressionError('a header block that ends before a string');
    const huffman = (this.#source[this.#at] as number) >= 0x80;
    const length = this.#integer(7);
    const start = this.#at;
    const end = start + length;
    if (end > this.#end) throw compressionError('a header block that ends within a string');
    this.#at = end;
    if (!huffman) return this.#source.toString('latin1', start, end);
    const text = huffmanDecode(this.#source, start, end);
    if (text === undefined) throw compressionError('an invalid Huffman code');
    return text;
  }
}

function compressionError(message: string): Http2Error {
  return new Http2Error(ErrorCode.COMPRESSION_ERROR, message);
}
