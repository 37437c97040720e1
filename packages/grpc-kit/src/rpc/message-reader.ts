import { gunzipSync, inflateSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';

/** Why received bytes cannot be taken. */
export class MessageFault {
  readonly code: status;
  readonly details: string;

  constructor(code: status, details: string) {
    this.code = code;
    this.details = details;
  }
}

/** A message as it came, to be decompressed when it is asked for: what is not read yet must not fill memory. */
export class CompressedMessage {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

export type ReadMessage = Buffer | CompressedMessage;

const HEADER_BYTES = 5;

/** What a message took of the windows, with its frame. */
export function wireBytes(message: ReadMessage): number {
  return HEADER_BYTES + (message instanceof CompressedMessage ? message.bytes : message).length;
}

/** A message that fills less of its network chunk than this part is copied, so that it does not keep the chunk alive. */
const LEAST_SHARE = 4;

/** Cuts a stream of bytes into messages: a flag, four bytes of length, the message. */
export class MessageReader {
  readonly #maxBytes: number;
  readonly #what: string;
  /** The beginning of a message, copied: pieces of a byte each must not cost an object each. */
  #held: Buffer = NOTHING;
  #bytes = 0;

  /**
   * @param maxBytes Of a message, before and after decompression; -1 for no limit.
   * @param what The messages are, in the words of errors.
   */
  constructor(maxBytes: number, what: 'request' | 'response') {
    this.#maxBytes = maxBytes;
    this.#what = what;
  }

  /** Bytes of a message that is not complete. */
  get partial(): number {
    return this.#bytes;
  }

  /** Adds the messages that are complete now. @returns What is wrong with the one after them. */
  read(chunk: Buffer, start: number, end: number, into: ReadMessage[]): MessageFault | undefined {
    let from = start;
    if (this.#bytes > 0) {
      from = this.#hold(chunk, from, end, HEADER_BYTES);
      if (this.#bytes < HEADER_BYTES) return undefined;
      const size = HEADER_BYTES + this.#held.readUInt32BE(1);
      const tooLarge = this.#tooLarge(size - HEADER_BYTES);
      if (tooLarge) return tooLarge;
      from = this.#hold(chunk, from, end, size);
      if (this.#bytes < size) return undefined;
      const fault = add(this.#held, 0, size, into);
      this.#held = NOTHING;
      this.#bytes = 0;
      if (fault) return fault;
    }
    while (end - from >= HEADER_BYTES) {
      const length = chunk.readUInt32BE(from + 1);
      const tooLarge = this.#tooLarge(length);
      if (tooLarge) return tooLarge;
      const next = from + HEADER_BYTES + length;
      if (next > end) break;
      const fault = add(chunk, from, next, into);
      if (fault) return fault;
      from = next;
    }
    if (from < end) this.#hold(chunk, from, end, Number.POSITIVE_INFINITY);
    return undefined;
  }

  /** Copies until so many bytes are held. @returns Where in the chunk that was. */
  #hold(chunk: Buffer, from: number, end: number, upTo: number): number {
    const to = Math.min(end, from + Math.max(0, upTo - this.#bytes));
    const bytes = this.#bytes + to - from;
    if (bytes > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.max(bytes, Math.min(upTo, 2 * this.#held.length)));
      this.#held.copy(larger, 0, 0, this.#bytes);
      this.#held = larger;
    }
    chunk.copy(this.#held, this.#bytes, from, to);
    this.#bytes = bytes;
    return to;
  }

  /** The message itself. */
  unframe(message: ReadMessage, encoding: string): Buffer | MessageFault {
    if (!(message instanceof CompressedMessage)) return message;
    const { bytes } = message;
    const unzip = encoding === 'gzip' ? gunzipSync : encoding === 'deflate' ? inflateSync : undefined;
    if (!unzip) {
      const by = JSON.stringify(encoding.slice(0, 40));
      return new MessageFault(status.INTERNAL, `the ${this.#what} cannot be decompressed: it is compressed by ${by}`);
    }
    try {
      return unzip(bytes, this.#maxBytes === -1 ? {} : { maxOutputLength: this.#maxBytes });
    } catch (error) {
      const { code, message: why } = error as NodeJS.ErrnoException;
      return code === 'ERR_BUFFER_TOO_LARGE'
        ? new MessageFault(
            status.RESOURCE_EXHAUSTED,
            `Received message that decompresses to a size larger than ${this.#maxBytes}`,
          )
        : new MessageFault(status.INTERNAL, `the ${this.#what} cannot be decompressed: ${why}`);
    }
  }

  #tooLarge(length: number): MessageFault | undefined {
    if (this.#maxBytes === -1 || length <= this.#maxBytes) return undefined;
    const details = `Received message larger than max (${length} vs ${this.#maxBytes})`;
    return new MessageFault(status.RESOURCE_EXHAUSTED, details);
  }
}

const NOTHING = Buffer.alloc(0);

function add(data: Buffer, from: number, next: number, into: ReadMessage[]): MessageFault | undefined {
  const flags = data[from];
  if (flags !== 0 && flags !== 1) return new MessageFault(status.INTERNAL, `a message has the flags ${flags}`);
  const message = sliced(data, from + HEADER_BYTES, next);
  into.push(flags === 0 ? message : new CompressedMessage(message));
  return undefined;
}

function sliced(data: Buffer, start: number, end: number): Buffer {
  const length = end - start;
  if (length * LEAST_SHARE >= data.length) return data.subarray(start, end);
  const copy = Buffer.allocUnsafe(length);
  data.copy(copy, 0, start, end);
  return copy;
}
