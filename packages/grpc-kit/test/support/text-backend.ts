import { Metadata, Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { HealthService, type HealthSwitch, healthSwitch } from './health.js';
import { type TextHandlers, TextService } from './text-service.js';

type Unary = (call: ServerUnaryCall<string, string>) => Promise<string> | string;

/** A backend in this process, on an address of its own. */
export interface TextBackend {
  readonly host: string;
  readonly port: number;
  /** `host:port`. */
  readonly address: string;
  /** Calls that arrived, by method. */
  readonly arrived: Map<string, number>;
  readonly health: HealthSwitch;
  /** Answers of `read` and `write`; the default is the address. */
  unary: Unary;
  close(): void;
}

export interface TextBackendOptions {
  readonly host?: string;
  readonly port?: number;
  /** Whether it has the health service at all. Default false. */
  readonly health?: boolean;
  readonly credentials?: ServerCredentials;
}

/** What a handler throws to end a call with a status. */
export class Refusal extends Error {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;

  constructor(code: status, details: string, metadata = new Metadata()) {
    super(details);
    this.code = code;
    this.details = details;
    this.metadata = metadata;
  }
}

export async function startTextBackend(options: TextBackendOptions = {}): Promise<TextBackend> {
  const { host = '127.0.0.1', port: wanted = 0, health = false } = options;
  const server = new Server();
  const arrived = new Map<string, number>();
  const arrive = (name: string) => arrived.set(name, (arrived.get(name) ?? 0) + 1);
  const switcher = healthSwitch();

  const handlers: TextHandlers = {
    read: unary('read'),
    write: unary('write'),
    list: async (call) => {
      arrive('list');
      const count = Number(call.request);
      for (let sent = 0; sent < count && !call.cancelled; sent++) {
        if (!call.write(`${sent}`)) await new Promise((drained) => call.once('drain', drained));
      }
      if (count < 0) return;
      call.end();
    },
    join: (call, callback) => {
      arrive('join');
      const parts: string[] = [];
      let answered = false;
      call.on('data', (part: string) => {
        if (answered) return;
        answered = part === 'enough' || part === 'fail';
        if (part === 'enough') callback(null, parts.join(','));
        else if (part === 'fail') callback({ code: status.FAILED_PRECONDITION, details: 'told to fail' });
        else parts.push(part.slice(0, 8));
      });
      call.on('end', () => callback(null, parts.length > 100 ? `${parts.length} parts` : parts.join(',')));
    },
    echo: (call) => {
      arrive('echo');
      call.on('data', (part: string) => {
        if (!call.write(part)) {
          call.pause();
          call.once('drain', () => call.resume());
        }
      });
      call.on('end', () => call.end());
    },
  };
  server.addService(TextService, handlers);
  if (health) server.addService(HealthService, switcher.handlers);

  function unary(name: string) {
    return async (call: ServerUnaryCall<string, string>, callback: sendUnaryData<string>) => {
      arrive(name);
      try {
        callback(null, await backend.unary(call));
      } catch (error) {
        callback(error as Refusal);
      }
    };
  }

  const port = await new Promise<number>((resolve, reject) => {
    const credentials = options.credentials ?? ServerCredentials.createInsecure();
    server.bindAsync(`${host}:${wanted}`, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  const address = `${host}:${port}`;
  const backend: TextBackend = {
    host,
    port,
    address,
    arrived,
    health: switcher,
    unary: () => address,
    close: () => server.forceShutdown(),
  };
  return backend;
}

/** Backends on 127.0.0.2 and so on, all on the port of the first. */
export async function startTextBackends(count: number, options: TextBackendOptions = {}): Promise<TextBackend[]> {
  const backends: TextBackend[] = [];
  for (let index = 0; index < count; index++) {
    const port = options.port ?? backends[0]?.port ?? 0;
    backends.push(await startTextBackend({ ...options, host: `127.0.0.${index + 2}`, port }));
  }
  return backends;
}

/** `static:///` over all of them. */
export function staticTarget(backends: readonly { readonly address: string }[]): string {
  return `static:///${backends.map(({ address }) => address).join(',')}`;
}
