import { gunzipSync, inflateSync } from 'node:zlib';

const HEADER_BYTES = 5;

/** A message that fills more than one frame of HTTP/2 is sent as it is: a copy would cost more than another write. */
const MOST_COPIED_BYTES = 16_384;

/** A message as gRPC sends it, in parts: a byte that says "not compressed", four bytes of length, the message. */
export function frame(message: Buffer): readonly Buffer[] {
  const copied = message.length <= MOST_COPIED_BYTES;
  const head = Buffer.allocUnsafe(HEADER_BYTES + (copied ? message.length : 0));
  head[0] = 0;
  head.writeUInt32BE(message.length, 1);
  if (!copied) return [head, message];
  message.copy(head, HEADER_BYTES);
  return [head];
}

/** What compression of responses `unframe` understands. */
export const ACCEPTED_ENCODINGS = 'identity,deflate,gzip';

/**
 * The message in a frame.
 * @param encoding Of the response, where it is compressed.
 * @param maxBytes Largest message accepted; -1 for no limit.
 * @throws Error when it was compressed in another way, or is larger than that.
 */
export function unframe(framed: Buffer, encoding: string, maxBytes: number): Buffer {
  const message = framed.subarray(HEADER_BYTES);
  if (framed[0] === 0) return message;
  const limit = maxBytes === -1 ? {} : { maxOutputLength: maxBytes };
  if (encoding === 'gzip') return gunzipSync(message, limit);
  if (encoding === 'deflate') return inflateSync(message, limit);
  throw new Error(`it is compressed by ${JSON.stringify(encoding)}`);
}
