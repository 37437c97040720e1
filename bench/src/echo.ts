import type { MethodDefinition } from '@grpc/grpc-js';

const bytes = (value: Buffer): Buffer => value;

function method<Client extends boolean, Server extends boolean>(
  name: string,
  requestStream: Client,
  responseStream: Server,
): MethodDefinition<Buffer, Buffer> & { requestStream: Client; responseStream: Server; options: object } {
  return {
    path: `/bench.v1.EchoService/${name}`,
    requestStream,
    responseStream,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
    options: { idempotencyLevel: 'NO_SIDE_EFFECTS' },
  };
}

/** Raw bytes in, raw bytes out, so that a benchmark measures calls and not a codec. */
export const EchoService = {
  /** Answers with the request. */
  echo: method('Echo', false, false),
  /** Answers with the name of the backend. */
  name: method('Name', false, false),
  /** Sends `count` messages of `size` bytes; the request ends with the two as uint32, big endian. */
  download: method('Download', false, true),
  /** Sends the name of the backend every 100 ms until either side leaves. */
  watch: method('Watch', false, true),
} as const;

const FIELD_TAG = 0x0a;

/** A message of exactly so many bytes (at least 2) that is also a valid google.protobuf.BytesValue, for clients that insist on protobuf. */
export function bytesMessage(size: number): Buffer {
  const message = Buffer.alloc(size, 'x');
  const lengthBytes = size - 2 < 2 ** 7 ? 1 : size - 3 < 2 ** 14 ? 2 : 3;
  let rest = size - 1 - lengthBytes;
  message[0] = FIELD_TAG;
  for (let index = 1; index <= lengthBytes; index++) {
    message[index] = (rest & 0x7f) | (index < lengthBytes ? 0x80 : 0);
    rest >>>= 7;
  }
  return message;
}

/** What a Download request asks for; the last eight bytes, so that it may be wrapped. */
export function parseDownload(request: Buffer): { readonly count: number; readonly size: number } {
  return { count: request.readUInt32BE(request.length - 8), size: request.readUInt32BE(request.length - 4) };
}

/** The request of `Download`. */
export function downloadRequest(count: number, size: number): Buffer {
  const request = Buffer.alloc(8);
  request.writeUInt32BE(count, 0);
  request.writeUInt32BE(size, 4);
  return request;
}
