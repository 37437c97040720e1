import { type Metadata, type ServerInterceptingCallInterface, status } from '@grpc/grpc-js';
import { ErrorCode } from '../http2/error-code.js';
import type { HeaderList } from '../http2/header-list.js';
import type { Http2Stream, StreamHandler } from '../http2/stream.js';
import { MessageFault, MessageReader, type ReadMessage, wireBytes } from '../rpc/message-reader.js';
import type { RequestHead } from '../rpc/request-head.js';
import { addMetadata, RESPONSE_HEAD, statusFields, TRAILERS_OK, TRAILERS_ONLY } from '../rpc/status-fields.js';
import type { ServedConnection } from './served-connection.js';

type Interface = ServerInterceptingCallInterface;
type Listener = Parameters<Interface['start']>[0];
type PartialStatus = Parameters<Interface['sendStatus']>[0];

/** How the messages of a method become bytes, and back. */
export interface Codec {
  serialize(message: unknown): Buffer;
  deserialize(bytes: Buffer): unknown;
}

/** Limits of messages, in bytes; -1 for none. */
export interface MessageLimits {
  readonly maxReceiveBytes: number;
  readonly maxSendBytes: number;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One gRPC call on a stream that a client opened, as interceptors and handlers of grpc-js know calls. */
export class IncomingCall implements Interface, StreamHandler {
  readonly #stream: Http2Stream;
  readonly #head: RequestHead;
  readonly #connection: ServedConnection;
  readonly #codec: Codec;
  readonly #limits: MessageLimits;
  readonly #reader: MessageReader;
  readonly #deadline: number;
  #timer: NodeJS.Timeout | undefined;
  #listener: Listener | undefined;
  #messages: ReadMessage[] = [];
  /** Received bytes that still count against the window. */
  #held = 0;
  #reading = false;
  #delivering = false;
  #halfClosed = false;
  #halfCloseTold = false;
  #headSent = false;
  #ended = false;
  #over = false;
  /** What waits for messages to leave: their callbacks, and the trailers behind them. */
  #written: (() => void)[] = [];
  #trailers: readonly string[] | undefined;

  constructor(
    stream: Http2Stream,
    head: RequestHead,
    connection: ServedConnection,
    codec: Codec,
    limits: MessageLimits,
  ) {
    this.#stream = stream;
    this.#head = head;
    this.#connection = connection;
    this.#codec = codec;
    this.#limits = limits;
    this.#reader = new MessageReader(limits.maxReceiveBytes, 'request');
    this.#deadline = head.timeoutMs === Number.POSITIVE_INFINITY ? head.timeoutMs : Date.now() + head.timeoutMs;
    if (head.timeoutMs <= LONGEST_TIMER_MS) this.#timer = setTimeout(() => this.#late(), head.timeoutMs);
  }

  start(listener: Listener): void {
    this.#listener = listener;
    const { fault } = this.#head;
    if (fault) this.#fail(fault.code, fault.details);
    else if (!this.#over) listener.onReceiveMetadata(this.#head.metadata());
  }

  sendMetadata(metadata: Metadata): void {
    if (this.#over || this.#headSent) return;
    const own: string[] = [];
    addMetadata(own, metadata);
    this.#sendHead(own.length > 0 ? own : undefined);
  }

  sendMessage(message: unknown, callback: () => void): void {
    if (this.#over || this.#ended) {
      callback();
      return;
    }
    let bytes: Buffer;
    try {
      bytes = this.#codec.serialize(message);
    } catch (error) {
      this.#fail(status.INTERNAL, `Error serializing response: ${messageOf(error)}`);
      return;
    }
    const { maxSendBytes } = this.#limits;
    const { length } = bytes;
    if (maxSendBytes !== -1 && length > maxSendBytes) {
      this.#fail(status.RESOURCE_EXHAUSTED, `Sent message larger than max (${length} vs. ${maxSendBytes})`);
      return;
    }
    if (!this.#headSent) this.#sendHead(undefined);
    PREFIX[1] = length >>> 24;
    PREFIX[2] = length >>> 16;
    PREFIX[3] = length >>> 8;
    PREFIX[4] = length;
    this.#stream.sendData(PREFIX, bytes, false);
    if (this.#stream.pendingBytes === 0) callback();
    else this.#written.push(callback);
  }

  sendStatus(sent: PartialStatus): void {
    if (this.#over || this.#ended) return;
    this.#ended = true;
    const { code = status.UNKNOWN, details = '', metadata } = sent;
    const bare = !metadata || metadata.toJSON === undefined || isEmpty(metadata);
    const fields = code === status.OK && bare ? TRAILERS_OK : statusFields(code, details ?? '', metadata);
    if (!this.#headSent)
      this.#stream.sendHeaders(code === status.UNIMPLEMENTED ? RESPONSE_HEAD : TRAILERS_ONLY, fields, true);
    else if (this.#stream.pendingBytes === 0) this.#sendTrailers(fields);
    else {
      this.#trailers = fields;
      return;
    }
    this.#finish();
  }

  startRead(): void {
    this.#reading = true;
    if (!this.#delivering) this.#deliver();
  }

  getPeer(): string {
    return this.#connection.peerText;
  }

  getDeadline(): number {
    return this.#deadline;
  }

  getHost(): string {
    return this.#head.authority;
  }

  getAuthContext(): ReturnType<Interface['getAuthContext']> {
    return this.#connection.authContext;
  }

  getConnectionInfo(): ReturnType<Interface['getConnectionInfo']> {
    return this.#connection.info;
  }

  getMetricsRecorder(): ReturnType<Interface['getMetricsRecorder']> {
    return NO_METRICS;
  }

  // What comes on the stream.

  onHeaders(_trailers: HeaderList, endStream: boolean): void {
    if (endStream) this.halfClose();
  }

  onData(chunk: Buffer, start: number, end: number, endStream: boolean): void {
    if (this.#over) return;
    this.#held += end - start;
    const fault = this.#reader.read(chunk, start, end, this.#messages);
    if (fault) this.#fail(fault.code, fault.details);
    else {
      if (endStream) this.halfClose();
      else if (!this.#delivering) this.#deliver();
    }
  }

  onReset(): void {
    if (this.#over) return;
    this.#finish();
  }

  onDrain(): void {
    const written = this.#written;
    this.#written = [];
    for (const callback of written) callback();
    if (this.#trailers === undefined || this.#over || this.#stream.pendingBytes > 0) return;
    this.#sendTrailers(this.#trailers);
    this.#finish();
  }

  /** The client sends no more. */
  halfClose(): void {
    if (this.#reader.partial > 0) {
      this.#fail(status.INTERNAL, 'the request ended within a message');
      return;
    }
    this.#halfClosed = true;
    if (!this.#delivering) this.#deliver();
  }

  /** One at a time, as they are asked for; what is asked for from within waits for its turn. */
  #deliver(): void {
    this.#delivering = true;
    while (this.#reading && !this.#over) {
      const read = this.#messages.shift();
      if (read === undefined) break;
      const message = this.#decode(read);
      if (message instanceof MessageFault) {
        this.#fail(message.code, message.details);
        break;
      }
      this.#reading = false;
      this.#consume(wireBytes(read));
      this.#listener?.onReceiveMessage(message);
    }
    this.#delivering = false;
    if (this.#over || this.#messages.length > 0 || !this.#reading) return;
    if (this.#halfClosed) {
      if (this.#halfCloseTold) return;
      this.#halfCloseTold = true;
      this.#listener?.onReceiveHalfClose();
    } else {
      // Whoever waits for a message that is larger than the window gets it.
      this.#consume(this.#held);
    }
  }

  #decode(read: ReadMessage): unknown {
    const bytes = this.#reader.unframe(read, this.#head.encoding);
    if (bytes instanceof MessageFault) return bytes;
    try {
      return this.#codec.deserialize(bytes);
    } catch (error) {
      return new MessageFault(status.INTERNAL, `Error deserializing request: ${messageOf(error)}`);
    }
  }

  #consume(bytes: number): void {
    const consumed = Math.min(bytes, this.#held);
    if (consumed === 0) return;
    this.#held -= consumed;
    this.#stream.consumed(consumed);
  }

  #sendHead(own: readonly string[] | undefined): void {
    this.#headSent = true;
    this.#stream.sendHeaders(RESPONSE_HEAD, own, false);
  }

  #sendTrailers(fields: readonly string[]): void {
    if (fields === TRAILERS_OK) this.#stream.sendHeaders(TRAILERS_OK, undefined, true);
    else this.#stream.sendHeaders(NONE, fields, true);
  }

  #fail(code: status, details: string): void {
    this.sendStatus({ code, details, metadata: null });
  }

  #late(): void {
    this.#timer = undefined;
    this.#fail(status.DEADLINE_EXCEEDED, 'Deadline exceeded');
    // Its messages may wait for a peer that does not read them.
    if (!this.#over) {
      this.#stream.reset(ErrorCode.CANCEL);
      this.#finish();
    }
  }

  /** The call is over, however it ended; as in grpc-js the listener hears of it in any case. */
  #finish(): void {
    this.#over = true;
    this.#messages = [];
    clearTimeout(this.#timer);
    const written = this.#written;
    this.#written = [];
    for (const callback of written) callback();
    const listener = this.#listener;
    if (listener) process.nextTick(() => listener.onCancel());
  }
}

/** Load reports are not sent yet; what is recorded goes nowhere. */
const NO_METRICS = new Proxy({}, { get: () => () => undefined }) as ReturnType<Interface['getMetricsRecorder']>;
const NONE: readonly string[] = [];
/** Copied by the connection before the next message is sent. */
const PREFIX = new Uint8Array(5);

function isEmpty(metadata: Metadata): boolean {
  for (const _ in metadata.toHttp2Headers()) return false;
  return true;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
