import type { MethodDefinition } from '@grpc/grpc-js';

function method<Client extends boolean, Server extends boolean>(
  name: string,
  requestStream: Client,
  responseStream: Server,
  options: object = {},
): MethodDefinition<string, string> & { requestStream: Client; responseStream: Server; options: object } {
  return {
    path: `/bench.v1.SoakService/${name}`,
    requestStream,
    responseStream,
    requestSerialize: (text) => Buffer.from(text),
    requestDeserialize: (bytes) => bytes.toString(),
    responseSerialize: (text) => Buffer.from(text),
    responseDeserialize: (bytes) => bytes.toString(),
    options,
  };
}

/** Requests are `id behavior`: `ok`, `slow` (answers after 200 ms) or `throw`. `read` may be repeated, `write` may not. */
export const SoakService = {
  read: method('Read', false, false, { idempotencyLevel: 'NO_SIDE_EFFECTS' }),
  write: method('Write', false, false),
  list: method('List', false, true),
  echo: method('Echo', true, true),
} as const;
