import { type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';

const text = { toBytes: (value: string) => Buffer.from(value), toText: (bytes: Buffer) => bytes.toString() };

const textInTextOut = {
  requestStream: false,
  responseStream: false,
  requestSerialize: text.toBytes,
  requestDeserialize: text.toText,
  responseSerialize: text.toBytes,
  responseDeserialize: text.toText,
} as const;

/** `ask` answers who answered; `forbidden` would too. */
export const whoami = {
  ask: { path: '/test.Whoami/Ask', ...textInTextOut },
  forbidden: { path: '/test.Whoami/Forbidden', ...textInTextOut },
} as const satisfies ServiceDefinition;

/** A plain gRPC server that answers with its own address. */
export interface Backend {
  readonly address: string;
  /** Lets running calls finish. */
  stop(): Promise<void>;
}

/** Starts a backend on a free port of `host`, one of 127.0.0.0/8. */
export async function startBackend(host = '127.0.0.1', delayMs = 0): Promise<Backend> {
  const server = new Server({ 'grpc.enable_channelz': 0 });
  let address = '';
  const ask: handleUnaryCall<string, string> = (_, done) => {
    if (delayMs > 0) setTimeout(() => done(null, address), delayMs);
    else done(null, address);
  };
  server.addService(whoami, { ask, forbidden: ask });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:0`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  address = `${host}:${port}`;
  return { address, stop: () => new Promise((resolve) => server.tryShutdown(() => resolve())) };
}

/** Starts several, each on an address of its own. */
export function startBackends(count: number, delayMs = 0): Promise<Backend[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => startBackend(`127.0.0.${index + 2}`, delayMs)));
}
