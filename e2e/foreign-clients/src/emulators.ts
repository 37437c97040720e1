import { createServer } from '@org/grpc-kit/server';

/** Answers to calls by path, both encoded. */
export type Answers = Readonly<Record<string, (request: Buffer) => Uint8Array>>;

/** Two servers that answer alike, at one target. */
export interface Emulators extends AsyncDisposable {
  readonly target: string;
  /** Calls that each has served. */
  readonly served: readonly number[];
}

/** Serves the unary methods of a foreign service from two addresses. */
export async function emulators(answers: Answers): Promise<Emulators> {
  const served = [0, 0];
  const servers = served.map((_count, index) => {
    const server = createServer({ drainDelayMs: 0, deadlineMs: 1_000 });
    for (const [path, answer] of Object.entries(answers)) {
      server.addService(
        { method: rawMethod(path) },
        {
          method: ({ request }) => {
            served[index] = (served[index] ?? 0) + 1;
            return Buffer.from(answer(request));
          },
        },
      );
    }
    return server;
  });
  const ports = await Promise.all(servers.map((server) => server.listen('127.0.0.1:0')));
  return {
    target: `static:///${ports.map((port) => `127.0.0.1:${port}`).join(',')}`,
    served,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

function rawMethod(path: string) {
  const unchanged = (bytes: Buffer) => bytes;
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: unchanged,
    requestDeserialize: unchanged,
    responseSerialize: unchanged,
    responseDeserialize: unchanged,
  } as const;
}
