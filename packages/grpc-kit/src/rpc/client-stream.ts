import { Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { ErrorCode } from '../http2/error-code.js';
import type { HeaderList } from '../http2/header-list.js';
import type { Http2Stream, StreamEnd, StreamHandler } from '../http2/stream.js';
import type { ClientConnection } from '../transport/client-connection.js';
import { statusOfReset } from './http-status.js';
import { MessageFault, MessageReader, type ReadMessage, wireBytes } from './message-reader.js';
import { ResponseHead, statusOfTrailers } from './response-fields.js';

/** Told what comes on a stream, in this order. */
export interface ClientStreamOwner {
  /** At most once. */
  streamHead(stream: ClientStream, head: ResponseHead): void;
  /** One for each `read`. */
  streamMessage(stream: ClientStream, message: Buffer): void;
  /** All that was sent has left. */
  streamDrained(stream: ClientStream): void;
  /** The last. */
  streamEnded(stream: ClientStream, ended: StatusObject, unseen: Unseen | undefined): void;
}

/** Why the server has not seen a call: it refused the stream, or the connection went first. */
export type Unseen = 'refused' | 'unsent';

/** One gRPC call on one HTTP/2 stream: messages and a status, without retries and deadlines. */
export class ClientStream implements StreamHandler {
  readonly connection: ClientConnection;
  readonly #owner: ClientStreamOwner;
  readonly #stream: Http2Stream;
  readonly #reader: MessageReader;
  #head: ResponseHead | undefined;
  #messages: ReadMessage[] = [];
  #ended: StatusObject | undefined;
  #reading = false;
  #delivering = false;
  /** Bytes that have come and are still counted against the window. */
  #held = 0;
  #over = false;

  /** Look at `connection.canOpen` first. @param maxReceiveBytes -1 for no limit. */
  constructor(connection: ClientConnection, owner: ClientStreamOwner, maxReceiveBytes: number) {
    this.connection = connection;
    this.#owner = owner;
    this.#reader = new MessageReader(maxReceiveBytes, 'response');
    this.#stream = connection.open(this);
  }

  /** Bytes of messages that have not been sent yet. */
  get pendingBytes(): number {
    return this.#stream.pendingBytes;
  }

  sendHead(shared: readonly string[], own: readonly string[] | undefined): void {
    this.#stream.sendHeaders(shared, own, false);
  }

  send(message: Uint8Array | undefined, compressed: boolean, end: boolean): void {
    if (message === undefined) {
      this.#stream.sendData(undefined, undefined, end);
      return;
    }
    const { length } = message;
    PREFIX[0] = compressed ? 1 : 0;
    PREFIX[1] = length >>> 24;
    PREFIX[2] = length >>> 16;
    PREFIX[3] = length >>> 8;
    PREFIX[4] = length;
    this.#stream.sendData(PREFIX, message, end);
  }

  /** Asks for the next message. */
  read(): void {
    this.#reading = true;
    if (!this.#delivering) this.#deliver();
  }

  /** Ends the stream without another word to its owner. */
  cancel(): void {
    this.#over = true;
    this.#messages = [];
    this.#stream.reset(ErrorCode.CANCEL);
  }

  onHeaders(list: HeaderList, endStream: boolean): void {
    if (this.#over) return;
    this.connection.heard();
    if (endStream) {
      this.#end(statusOfTrailers(list));
      return;
    }
    const head = ResponseHead.of(list);
    this.#head = head;
    if (head.fault) {
      this.#stream.reset(ErrorCode.CANCEL);
      this.#finish({ ...head.fault, metadata: head.metadata }, undefined);
      return;
    }
    this.#owner.streamHead(this, head);
  }

  onData(chunk: Buffer, start: number, end: number, endStream: boolean): void {
    if (this.#over) return;
    this.connection.heard();
    this.#held += end - start;
    const fault = this.#reader.read(chunk, start, end, this.#messages);
    if (fault) {
      this.#fail(fault);
      return;
    }
    if (!this.#delivering) this.#deliver();
    if (endStream && !this.#over) {
      this.#end({ code: status.INTERNAL, details: 'the response ended without a status', metadata: new Metadata() });
    }
  }

  onReset(code: number, end: StreamEnd): void {
    if (this.#over) return;
    const { by, unprocessed, message } = end;
    const ended = by === 'peer' ? statusOfReset(code) : lost(by, message);
    const unseen = unprocessed ? (by === 'peer' ? 'refused' : 'unsent') : undefined;
    this.#finish({ ...ended, metadata: new Metadata() }, unseen);
  }

  onDrain(): void {
    if (!this.#over) this.#owner.streamDrained(this);
  }

  /** One at a time, as they are asked for; what is asked for from within waits for its turn. */
  #deliver(): void {
    this.#delivering = true;
    while (this.#reading && !this.#over) {
      const read = this.#messages.shift();
      if (read === undefined) break;
      const message = this.#reader.unframe(read, this.#head?.encoding ?? 'identity');
      if (message instanceof MessageFault) {
        this.#fail(message);
        break;
      }
      this.#reading = false;
      this.#consume(wireBytes(read));
      this.#owner.streamMessage(this, message);
    }
    this.#delivering = false;
    if (this.#over) return;
    if (this.#ended !== undefined) {
      if (this.#messages.length === 0) this.#finish(this.#ended, undefined);
    } else if (this.#reading && this.#messages.length === 0) {
      // Whoever waits for a message that is larger than the window gets it.
      this.#consume(this.#held);
    }
  }

  #consume(bytes: number): void {
    const consumed = Math.min(bytes, this.#held);
    if (consumed === 0) return;
    this.#held -= consumed;
    this.#stream.consumed(consumed);
  }

  /** A failure is told at once, success when all messages have been read. */
  #end(ended: StatusObject): void {
    if (ended.code === status.OK && this.#reader.partial > 0) {
      const details = 'the response ended within a message';
      this.#finish({ code: status.INTERNAL, details, metadata: ended.metadata }, undefined);
    } else if (ended.code !== status.OK || (this.#messages.length === 0 && !this.#delivering)) {
      this.#finish(ended, undefined);
    } else this.#ended = ended;
  }

  #fail({ code, details }: MessageFault): void {
    this.#stream.reset(ErrorCode.CANCEL);
    this.#finish({ code, details, metadata: new Metadata() }, undefined);
  }

  #finish(ended: StatusObject, unseen: Unseen | undefined): void {
    this.#over = true;
    this.#messages = [];
    this.#owner.streamEnded(this, ended, unseen);
  }
}

/** Copied by the connection before the next message is sent. */
const PREFIX = new Uint8Array(5);

/** The end of a connection says nothing about the call; what the peer sent wrongly on its stream does. */
function lost(by: 'local' | 'connection', message: string): { readonly code: status; readonly details: string } {
  return by === 'connection'
    ? { code: status.UNAVAILABLE, details: `Connection dropped: ${message}` }
    : { code: status.INTERNAL, details: message };
}
