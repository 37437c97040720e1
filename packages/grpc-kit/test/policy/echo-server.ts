import {
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js';

const bytes = { serialize: (value: Buffer) => value, deserialize: (value: Buffer) => value };

/** `/test.Echo/Get`, over plain bytes. */
export const echo = {
  get: {
    path: '/test.Echo/Get',
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes.serialize,
    requestDeserialize: bytes.deserialize,
    responseSerialize: bytes.serialize,
    responseDeserialize: bytes.deserialize,
  },
} as const satisfies ServiceDefinition;

export interface EchoServer {
  readonly port: number;
  /** Attempts that arrived. */
  readonly attempts: () => number;
  /** How many of the next attempts fail with UNAVAILABLE. */
  failNext(count: number): void;
  close(): void;
}

export async function startEchoServer(host = '127.0.0.1'): Promise<EchoServer> {
  let attempts = 0;
  let failures = 0;
  const get: handleUnaryCall<Buffer, Buffer> = (call, callback) => {
    attempts++;
    if (failures-- > 0) callback({ code: status.UNAVAILABLE, details: 'told to fail', metadata: new Metadata() });
    else callback(null, call.request);
  };
  const server = new Server();
  server.addService(echo, { get });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:0`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    attempts: () => attempts,
    failNext: (count) => {
      failures = count;
    },
    close: () => server.forceShutdown(),
  };
}
