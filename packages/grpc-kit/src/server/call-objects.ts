import { EventEmitter } from 'node:events';
import { Duplex, Readable, Writable } from 'node:stream';
import { type Metadata, type ServerInterceptingCallInterface, status } from '@grpc/grpc-js';

type Call = ServerInterceptingCallInterface;
type Written = (error?: Error | null) => void;

/** What every call that a handler is given can be asked, as in grpc-js. */
interface CallInformation {
  readonly path: string;
  readonly call: Call;
  getPeer(): string;
  sendMetadata(metadata: Metadata): void;
  getDeadline(): ReturnType<Call['getDeadline']>;
  getPath(): string;
  getHost(): string;
  getAuthContext(): ReturnType<Call['getAuthContext']>;
  getMetricsRecorder(): ReturnType<Call['getMetricsRecorder']>;
}

/** The same for all four kinds, whose base classes differ. */
const information: CallInformation & ThisType<CallInformation> = {
  path: '',
  call: undefined as unknown as Call,
  getPeer() {
    return this.call.getPeer();
  },
  sendMetadata(metadata: Metadata) {
    this.call.sendMetadata(metadata);
  },
  getDeadline() {
    return this.call.getDeadline();
  },
  getPath() {
    return this.path;
  },
  getHost() {
    return this.call.getHost();
  },
  getAuthContext() {
    return this.call.getAuthContext();
  },
  getMetricsRecorder() {
    return this.call.getMetricsRecorder();
  },
};

/** What ends a stream of responses. */
interface Ending {
  code: status;
  details: string;
  metadata?: Metadata | null;
}

/** One request, one response. */
export class UnaryCall extends EventEmitter {
  cancelled = false;

  constructor(
    readonly path: string,
    readonly call: Call,
    readonly metadata: Metadata,
    readonly request: unknown,
  ) {
    super();
  }
}

/** Many requests, one response. */
export class ReadableCall extends Readable {
  cancelled = false;

  constructor(
    readonly path: string,
    readonly call: Call,
    readonly metadata: Metadata,
  ) {
    super({ objectMode: true });
  }

  override _read(): void {
    this.call.startRead();
  }
}

/** One request, many responses. */
export class WritableCall extends Writable {
  cancelled = false;
  readonly #responses: Responses;

  constructor(
    readonly path: string,
    readonly call: Call,
    readonly metadata: Metadata,
    readonly request: unknown,
  ) {
    super({ objectMode: true });
    this.#responses = new Responses(this);
  }

  override _write(message: unknown, _encoding: string, written: Written): void {
    this.call.sendMessage(message, written);
  }

  override _final(done: Written): void {
    done();
    this.call.sendStatus(this.#responses.ending());
  }

  // biome-ignore lint/suspicious/noExplicitAny: grpc-js ends a stream with metadata, Node with a last message.
  override end(metadata?: any): this {
    this.#responses.trailers = metadata;
    return super.end();
  }
}

/** Many requests, many responses. */
export class DuplexCall extends Duplex {
  cancelled = false;
  readonly #responses: Responses;

  constructor(
    readonly path: string,
    readonly call: Call,
    readonly metadata: Metadata,
  ) {
    super({ objectMode: true });
    this.#responses = new Responses(this);
  }

  override _read(): void {
    this.call.startRead();
  }

  override _write(message: unknown, _encoding: string, written: Written): void {
    this.call.sendMessage(message, written);
  }

  override _final(done: Written): void {
    done();
    this.call.sendStatus(this.#responses.ending());
  }

  // biome-ignore lint/suspicious/noExplicitAny: grpc-js ends a stream with metadata, Node with a last message.
  override end(metadata?: any): this {
    this.#responses.trailers = metadata;
    return super.end();
  }
}

/** How a stream of responses ends: with OK, or with the error that was emitted. */
class Responses {
  #error: Partial<Ending> | undefined;
  #trailers: Metadata | undefined;

  constructor(stream: Writable) {
    stream.on('error', (error: Partial<Ending>) => {
      this.#error = error;
      stream.end();
    });
  }

  set trailers(metadata: Metadata | undefined) {
    if (metadata) this.#trailers = metadata;
  }

  ending(): Ending {
    const trailers = this.#trailers ?? null;
    const error = this.#error;
    if (error === undefined) return { code: status.OK, details: 'OK', metadata: trailers };
    const { code = status.UNKNOWN, details = (error as Error).message, metadata = trailers } = error;
    return { code, details, metadata };
  }
}

for (const { prototype } of [UnaryCall, ReadableCall, WritableCall, DuplexCall]) {
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(information))) {
    if (typeof property.value === 'function')
      Object.defineProperty(prototype, name, { ...property, enumerable: false });
  }
}
