import { Server, ServerCredentials } from '@grpc/grpc-js';
import { GreeterService, type GreeterServiceServer } from '@org/example-proto';

export interface ServedGreeter {
  readonly address: string;
  readonly target: string;
  close(): void;
}

/** A greeter in this process; a silent one takes calls and answers none. */
export async function serveGreeter({ host = '127.0.0.1', silent = false } = {}): Promise<ServedGreeter> {
  const server = new Server();
  let address = '';
  const handlers: Partial<GreeterServiceServer> = {
    sayHello: ({ request }, callback) => {
      if (silent) return;
      callback(null, { message: `Hello, ${request.name}`, pod: 'test', address, keyId: '', signature: '' });
    },
    watch: (call) => {
      if (silent) return;
      call.write({ pod: 'test', greetings: 1, keyId: '' });
      call.end();
    },
  };
  server.addService(GreeterService, handlers as GreeterServiceServer);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:0`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  address = `${host}:${port}`;
  return { address, target: `static:///${address}`, close: () => server.forceShutdown() };
}
