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
  return HEADER_BYTES + (Buffer.isBuffer(message) ? message.length : message.bytes.length);
}
/** A message that fills less of its network chunk than this part is copied, so that it does not keep the chunk alive. */
const LEAST_SHARE = 4;

/** Cuts a stream of bytes into messages: a flag, four bytes of length, the message. */
export class MessageReader {
  readonly #maxBytes: number;
  #parts: Buffer[] | undefined;
  #bytes = 0;

  /** @param maxBytes Of a message, before and after decompression; -1 for no limit. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of a message that is not complete. */
  get partial(): number {
    return this.#bytes;
  }

  /** Adds the messages that are complete now. @returns What is wrong with the one after them. */
  read(chunk: Buffer, start: number, end: number, into: ReadMessage[]): MessageFault | undefined {
    let from = start;
    let data = chunk;
    let until = end;
    if (this.#parts !== undefined) {
      this.#parts.push(chunk.subarray(start, end));
      this.#bytes += end - start;
      const [first] = this.#parts as [Buffer];
      const head = first.length >= HEADER_BYTES ? first : this.#joined();
      if (head.length < HEADER_BYTES) return undefined;
      const length = head.readUInt32BE(1);
      const fault = this.#tooLarge(length);
      if (fault || this.#bytes < HEADER_BYTES + length) return fault;
      data = this.#joined();
      this.#parts = undefined;
      from = 0;
      until = data.length;
    }
    while (until - from >= HEADER_BYTES) {
      const length = data.readUInt32BE(from + 1);
      const fault = this.#tooLarge(length);
      if (fault) return fault;
      const next = from + HEADER_BYTES + length;
      if (next > until) break;
      const flags = data[from];
      if (flags !== 0 && flags !== 1) return new MessageFault(status.INTERNAL, `a message has the flags ${flags}`);
      const message = sliced(data, from + HEADER_BYTES, next);
      into.push(flags === 0 ? message : new CompressedMessage(message));
      from = next;
    }
    this.#bytes = until - from;
    this.#parts = this.#bytes > 0 ? [data.subarray(from, until)] : undefined;
    return undefined;
  }

  /** The message itself. */
  unframe(message: ReadMessage, encoding: string): Buffer | MessageFault {
    if (Buffer.isBuffer(message)) return message;
    const { bytes } = message;
    const unzip = encoding === 'gzip' ? gunzipSync : encoding === 'deflate' ? inflateSync : undefined;
    if (!unzip) {
      const by = JSON.stringify(encoding.slice(0, 40));
      return new MessageFault(status.INTERNAL, `the response cannot be decompressed: it is compressed by ${by}`);
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
        : new MessageFault(status.INTERNAL, `the response cannot be decompressed: ${why}`);
    }
  }

  #joined(): Buffer {
    const joined = Buffer.concat(this.#parts as Buffer[]);
    this.#parts = [joined];
    return joined;
  }

  #tooLarge(length: number): MessageFault | undefined {
    if (this.#maxBytes === -1 || length <= this.#maxBytes) return undefined;
    const details = `Received message larger than max (${length} vs ${this.#maxBytes})`;
    return new MessageFault(status.RESOURCE_EXHAUSTED, details);
  }
}

function sliced(data: Buffer, start: number, end: number): Buffer {
  const length = end - start;
  if (length * LEAST_SHARE >= data.length) return data.subarray(start, end);
  const copy = Buffer.allocUnsafe(length);
  data.copy(copy, 0, start, end);
  return copy;
}
