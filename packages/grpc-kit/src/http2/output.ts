import { FRAME_HEADER_BYTES } from './frame.js';

const SMALLEST = 1_024;
const LARGEST = 65_536;
/** From here on data is not copied behind its frame header but written from where it is. */
const BY_REFERENCE = 8_192;

/** Gathers frames, so that those of a tick leave in one write. */
export class Output {
  #buffer: Buffer = Buffer.allocUnsafeSlow(SMALLEST);
  #from = 0;
  #at = 0;
  #parts: Buffer[] = [];
  /** Bytes gathered and not taken. */
  bytes = 0;

  /** A frame header; `length` bytes of payload are to follow by `raw` or `data`. */
  header(length: number, type: number, flags: number, streamId: number): void {
    this.#reserve(FRAME_HEADER_BYTES);
    const buffer = this.#buffer;
    const at = this.#at;
    buffer[at] = length >>> 16;
    buffer[at + 1] = length >>> 8;
    buffer[at + 2] = length;
    buffer[at + 3] = type;
    buffer[at + 4] = flags;
    buffer[at + 5] = streamId >>> 24;
    buffer[at + 6] = streamId >>> 16;
    buffer[at + 7] = streamId >>> 8;
    buffer[at + 8] = streamId;
    this.#at = at + FRAME_HEADER_BYTES;
    this.bytes += FRAME_HEADER_BYTES;
  }

  /** Copied. */
  raw(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#reserve(length);
    if (length < 24) for (let at = start; at < end; at++) this.#buffer[this.#at++] = source[at] as number;
    else {
      this.#buffer.set(start === 0 && end === source.length ? source : source.subarray(start, end), this.#at);
      this.#at += length;
    }
    this.bytes += length;
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#at = this.#buffer.writeUInt32BE(value >>> 0, this.#at);
    this.bytes += 4;
  }

  /** Kept by reference when it is large. */
  data(source: Uint8Array, start: number, end: number): void {
    if (end - start < BY_REFERENCE) {
      this.raw(source, start, end);
      return;
    }
    this.#cut();
    this.#parts.push(Buffer.from(source.buffer, source.byteOffset + start, end - start));
    this.bytes += end - start;
  }

  /** What was gathered since the last time. */
  take(): Buffer[] {
    this.#cut();
    const parts = this.#parts;
    this.#parts = [];
    this.bytes = 0;
    return parts;
  }

  #cut(): void {
    if (this.#at === this.#from) return;
    this.#parts.push(this.#buffer.subarray(this.#from, this.#at));
    this.#from = this.#at;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    this.#cut();
    // A busy connection gets larger buffers; what was written of the old one is still on its way to the socket.
    const size = Math.min(LARGEST, Math.max(SMALLEST, this.#buffer.length * 2));
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(size, bytes));
    this.#from = 0;
    this.#at = 0;
  }
}
