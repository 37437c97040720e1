import type { ChannelCredentials } from '@grpc/grpc-js';
import { createServer, type Handlers, type KitServer, type ServerOptions } from '../../src/server/index.js';
import { EchoClient, echoDefinition } from './echo-service.js';
import { type MemoryLogger, memoryLogger } from './memory-logger.js';

export type EchoHandlers = Handlers<typeof echoDefinition>;

/** A running echo server of a test. */
export interface Served {
  readonly server: KitServer;
  readonly port: number;
  readonly log: MemoryLogger;
  /** A client of its own connection. */
  connect(options?: object, credentials?: ChannelCredentials): EchoClient;
  /** Closes with the test; last in, first out. */
  defer(cleanup: () => unknown): void;
  close(): Promise<void>;
}

/** Serves some methods of the echo service on a free port of 127.0.0.1; leaves without delay unless told otherwise. */
export async function serveEcho(handlers: Partial<EchoHandlers>, options: ServerOptions = {}): Promise<Served> {
  const log = memoryLogger();
  const server = createServer({ drainDelayMs: 0, deadlineMs: 3_000, logger: log, ...options });
  server.addService(echoDefinition, handlers as EchoHandlers);
  const port = await server.listen('127.0.0.1:0');
  const cleanups: (() => unknown)[] = [() => server.close()];
  return {
    server,
    port,
    log,
    connect: (clientOptions, credentials) => {
      const client = new EchoClient(port, clientOptions, credentials);
      cleanups.push(() => client.close());
      return client;
    },
    defer: (cleanup) => void cleanups.push(cleanup),
    close: async () => {
      for (const cleanup of cleanups.reverse()) await cleanup();
    },
  };
}
