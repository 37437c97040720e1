import { createWriteStream } from 'node:fs';
import {
  Server,
  ServerCredentials,
  type ServerOptions,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { callLog, createLogger } from '@org/grpc-kit/logging';
import { serverMetrics } from '@org/grpc-kit/metrics';
import { createServer, type KitServer } from '@org/grpc-kit/server';
import { Registry } from 'prom-client';
import { bytesMessage, EchoService, parseDownload } from '../echo.js';
import { observedByHand } from './observed-by-hand.js';

const { echo, download } = EchoService;
const service = { echo, download };
const UNLIMITED: ServerOptions = { 'grpc.max_receive_message_length': -1 };

/** Every server under measurement, by the name in the tables; each listens on a free port and resolves with it. */
export const serverSubjects = {
  'grpc-js Server': (host: string) => plainServer(host, UNLIMITED),
  'grpc-js Server, channelz off': (host: string) => plainServer(host, { ...UNLIMITED, 'grpc.enable_channelz': 0 }),
  'grpc-js Server, metrics and logging by hand': (host: string) =>
    plainServer(host, { ...UNLIMITED, interceptors: [observedByHand(new Registry(), devNullLogger())] }),
  'kit createServer()': (host: string) => kitServer(host, createServer()),
  'kit createServer(), metrics and logging': (host: string) => {
    const logger = devNullLogger();
    return kitServer(host, createServer({ logger, metrics: [serverMetrics(new Registry()), callLog(logger)] }));
  },
} satisfies Record<string, (host: string) => Promise<number>>;

export type ServerSubjectName = keyof typeof serverSubjects;
export const SERVER_BASELINE: ServerSubjectName = 'grpc-js Server';
export const OBSERVED_BASELINE: ServerSubjectName = 'grpc-js Server, metrics and logging by hand';

function devNullLogger(): ReturnType<typeof createLogger> {
  return createLogger({ destination: createWriteStream('/dev/null') });
}

/** The echo service by grpc-js alone. */
export function plainServer(host: string, options: ServerOptions = {}): Promise<number> {
  const server = new Server(options);
  server.addService(service, {
    echo: (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) => reply(null, call.request),
    download: sendAll,
  });
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:0`, ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

function sendAll(call: ServerWritableStream<Buffer, Buffer>): void {
  const { count, size } = parseDownload(call.request);
  const message = bytesMessage(size);
  let sent = 0;
  const send = (): void => {
    while (sent < count) {
      sent++;
      if (!call.write(message)) {
        call.once('drain', send);
        return;
      }
    }
    call.end();
  };
  send();
}

/** The echo service by the kit. */
export function kitServer(host: string, server: KitServer): Promise<number> {
  server.addService(service, {
    echo: async (call) => call.request,
    download: async function* (call) {
      const { count, size } = parseDownload(call.request);
      const message = bytesMessage(size);
      for (let sent = 0; sent < count; sent++) yield message;
    },
  });
  return server.listen(`${host}:0`);
}
