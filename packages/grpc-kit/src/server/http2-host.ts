import type { Socket } from 'node:net';
import { type ServerInterceptor, type ServerMethodDefinition, status } from '@grpc/grpc-js';
import type { HeaderList } from '../http2/header-list.js';
import type { Http2Error } from '../http2/http2-error.js';
import type { Http2Stream, StreamHandler } from '../http2/stream.js';
import { RequestHead } from '../rpc/request-head.js';
import { statusFields, TRAILERS_ONLY } from '../rpc/status-fields.js';
import { handleCall, type RegisteredMethod } from './handle-call.js';
import { HttpRefusal } from './http-refusal.js';
import { type Codec, IncomingCall, type MessageLimits } from './incoming-call.js';
import { ServedConnection, type ServedConnectionOptions } from './served-connection.js';
import type { SocketHost } from './socket-host.js';

export interface Http2HostOptions extends Omit<ServedConnectionOptions, 'accept' | 'closed'>, MessageLimits {
  /** The first stands closest to the connection. */
  readonly interceptors: readonly ServerInterceptor[];
  /** Told of connections that ended because of what their peer sent, or of a fault here. */
  broken(peer: string, error: Http2Error): void;
}

type Definition = ServerMethodDefinition<unknown, unknown>;

interface Method extends RegisteredMethod {
  readonly definition: Definition;
  readonly codec: Codec;
}

const STREAM_TYPES: Readonly<Record<string, readonly [requestStream: boolean, responseStream: boolean]>> = {
  unary: [false, false],
  clientStream: [true, false],
  serverStream: [false, true],
  bidi: [true, true],
};

/** Serves gRPC over HTTP/2 of the kit's own: connections, requests, and the methods that they are for. */
export class Http2Host implements SocketHost {
  readonly #options: Http2HostOptions;
  readonly #connectionOptions: ServedConnectionOptions;
  readonly #methods = new Map<string, Method>();
  readonly #connections = new Set<ServedConnection>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped: (() => void) | undefined;

  constructor(options: Http2HostOptions) {
    this.#options = options;
    this.#connectionOptions = {
      ...options,
      accept: (connection, stream, list, endStream) => this.#accept(connection, stream, list, endStream),
      closed: (connection, error) => {
        if (error) options.broken(connection.peerText, error);
        this.#closed(connection);
      },
    };
  }

  register(method: RegisteredMethod): void {
    const { path, type, serialize, deserialize } = method;
    const [requestStream = false, responseStream = false] = STREAM_TYPES[type] ?? [];
    const codec = { serialize, deserialize } as Codec;
    const definition = {
      path,
      requestStream,
      responseStream,
      requestDeserialize: deserialize,
      responseSerialize: serialize,
    };
    this.#methods.set(path, { ...method, codec, definition: definition as Definition });
  }

  unregister(path: string): void {
    this.#methods.delete(path);
  }

  take(socket: Socket): void {
    this.#connections.add(new ServedConnection(socket, this.#connectionOptions));
  }

  renew(withinMs: number, graceMs: number): void {
    for (const connection of this.#connections) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        connection.drain(graceMs);
      }, Math.random() * withinMs);
      this.#timers.add(timer.unref());
    }
  }

  async stop(): Promise<void> {
    this.#clearTimers();
    const ended = new Promise<void>((resolve) => {
      this.#stopped = resolve;
    });
    for (const connection of this.#connections) connection.drain(Number.POSITIVE_INFINITY);
    if (this.#connections.size > 0) await ended;
  }

  destroy(): void {
    this.#clearTimers();
    for (const connection of [...this.#connections]) connection.destroy();
  }

  #accept(connection: ServedConnection, stream: Http2Stream, list: HeaderList, endStream: boolean): StreamHandler {
    const head = RequestHead.of(list, this.#options.http2.maxHeaderListSize ?? 0);
    if (head.httpFault) return new HttpRefusal(stream, head.httpFault, endStream);
    const method = this.#methods.get(head.path);
    if (!method) {
      const details = `The server does not implement the method ${head.path.slice(0, 200)}`;
      stream.sendHeaders(TRAILERS_ONLY, statusFields(status.UNIMPLEMENTED, details, undefined), true);
      return IGNORED;
    }
    const call = new IncomingCall(stream, head, connection, method.codec, this.#options);
    let outermost: Parameters<ServerInterceptor>[1] = call;
    for (const interceptor of this.#options.interceptors) outermost = interceptor(method.definition, outermost);
    handleCall(outermost, method);
    if (endStream) call.halfClose();
    return call;
  }

  #closed(connection: ServedConnection): void {
    this.#connections.delete(connection);
    if (this.#connections.size === 0) this.#stopped?.();
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** Of a request that has been answered before it was complete. */
const IGNORED: StreamHandler = {
  onHeaders: () => undefined,
  onData: () => undefined,
  onReset: () => undefined,
  onDrain: () => undefined,
};
