import { gunzipSync, inflateSync } from 'node:zlib';

const HEADER_BYTES = 5;

/** A message as gRPC sends it: a byte that says "not compressed", four bytes of length, the message. */
export function frame(message: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(HEADER_BYTES + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  message.copy(framed, HEADER_BYTES);
  return framed;
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
