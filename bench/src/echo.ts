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
  /** Sends `count` messages of `size` bytes; the request is two uint32, big endian. */
  download: method('Download', false, true),
  /** Sends the name of the backend every 100 ms until either side leaves. */
  watch: method('Watch', false, true),
} as const;
