import { ErrorCode } from './error-code.js';
import { CLIENT_PREFACE, DEFAULT_WINDOW, MAX_STREAM_ID } from './frame.js';
import { FrameReader } from './frame-reader.js';
import { FrameWriter } from './frame-writer.js';
import type { HeaderList } from './header-list.js';
import { HpackEncoder } from './hpack/encoder.js';
import { floodError, Http2Error, protocolError } from './http2-error.js';
import { Incoming } from './incoming.js';
import { type ConnectionRole, type Http2Options, settleHttp2Options } from './options.js';
import { ReceiveWindow } from './receive-window.js';
import { Sender } from './sender.js';
import { initialSettings, type Settings } from './settings.js';
import { Http2Stream, type StreamHandler, type StreamHost } from './stream.js';
import { StreamTable } from './stream-table.js';

/** Told what happens to a connection. */
export interface ConnectionHandler {
  /** Server: a request. Returns who handles its stream; undefined refuses it with REFUSED_STREAM. */
  onStream?(stream: Http2Stream, headers: HeaderList, endStream: boolean): StreamHandler | undefined;
  /** The peer's SETTINGS; the first says that it speaks HTTP/2. */
  onSettings?(settings: Settings): void;
  /** The peer takes no more streams. Those that it did not begin to process have been reset as `unprocessed`. */
  onGoaway?(code: number, lastStreamId: number, debugData: string): void;
  /** The answer to `ping(payload)`. */
  onPong?(payload: number): void;
  /** There is one stream less. */
  onStreamClosed?(): void;
  /** The last event. With an error of the peer's, a GOAWAY that says so is in the output. */
  onClose?(error: Error | undefined): void;
  /** There is output to take; installed by the transport. */
  onOutput?(): void;
}

/** A peer that has this much to read is asked to before it may ask for more. */
const MOST_UNREAD_OUTPUT = 1_048_576;
/** Tell the PINGs of the application from the one between the two GOAWAYs of a graceful shutdown. */
const APPLICATION_PING = 0x6b697400;
const SHUTDOWN_PING = 0x73687574;
const NOTHING = Buffer.alloc(0);

/**
 * One side of an HTTP/2 connection (RFC 9113) without a socket: `receive` takes bytes and tells the handlers what they
 * mean, `takeOutput` gives the bytes that the peer is to get. There is no server push.
 */
export class Http2Connection implements StreamHost {
  readonly role: ConnectionRole;
  readonly handler: ConnectionHandler;
  /** What the peer has set. */
  readonly remote: Settings = initialSettings();
  readonly local: Settings;
  /** By the clock of the options, when bytes were last received. */
  lastReceivedAt: number;
  goawayReceived = false;
  goawaySent = false;
  closed = false;
  readonly #now: () => number;
  readonly #writer = new FrameWriter();
  readonly #reader: FrameReader;
  readonly #encoder: HpackEncoder;
  readonly #sender: Sender;
  readonly #streams: StreamTable;
  readonly #window: ReceiveWindow;
  readonly #incoming: Incoming;
  #prefaceLeft: Buffer;
  /** Streams of the peer above it are ignored. */
  #lastAccepted = MAX_STREAM_ID;
  #onShutdown: (() => void) | undefined;
  #announced = false;

  constructor(role: ConnectionRole, options: Http2Options, handler: ConnectionHandler) {
    const settled = settleHttp2Options(options);
    const { now, initialWindowSize, maxHeaderListSize, headerTableSize, maxConcurrentStreams } = settled;
    const connectionWindowSize = Math.max(settled.connectionWindowSize, DEFAULT_WINDOW);
    this.role = role;
    this.handler = handler;
    this.#now = now;
    this.lastReceivedAt = now();
    this.local = {
      ...initialSettings(),
      ...(role === 'server' ? { maxConcurrentStreams } : { enablePush: false }),
      headerTableSize,
      initialWindowSize,
      maxHeaderListSize,
    };
    this.#encoder = new HpackEncoder(settled.sensitive);
    this.#sender = new Sender(this.#writer.output, (stream) => this.#localEnd(stream));
    this.#streams = new StreamTable(role);
    this.#window = new ReceiveWindow(connectionWindowSize);
    this.#incoming = new Incoming(this, settled, {
      writer: this.#writer,
      encoder: this.#encoder,
      sender: this.#sender,
      streams: this.#streams,
      window: this.#window,
    });
    this.#reader = new FrameReader(this.#incoming, this.local.maxFrameSize);
    this.#prefaceLeft = role === 'server' ? CLIENT_PREFACE : NOTHING;
    if (role === 'client') this.#writer.preface();
    this.#writer.settings(this.local);
    if (connectionWindowSize > DEFAULT_WINDOW) this.#writer.windowUpdate(0, connectionWindowSize - DEFAULT_WINDOW);
  }

  get activeStreams(): number {
    return this.#streams.count;
  }

  /** The highest stream of the peer that was processed. */
  get lastPeerStreamId(): number {
    return this.#streams.lastPeerId;
  }

  /** A client may open a stream now. */
  get canOpen(): boolean {
    return (
      !this.closed &&
      !this.goawayReceived &&
      !this.goawaySent &&
      this.#streams.count < this.remote.maxConcurrentStreams &&
      this.#streams.nextId <= MAX_STREAM_ID
    );
  }

  /** Opens a stream of a client; look at `canOpen` first. */
  open(handler: StreamHandler): Http2Stream {
    if (!this.canOpen) throw new Http2Error(ErrorCode.REFUSED_STREAM, 'the connection takes no new stream');
    const stream = new Http2Stream(this, handler, this.remote.initialWindowSize, this.local.initialWindowSize);
    this.#streams.addUnsent(stream);
    return stream;
  }

  /** Bytes from the peer. */
  receive(chunk: Buffer): void {
    if (this.closed) return;
    this.lastReceivedAt = this.#now();
    try {
      const at = this.#prefaceLeft.length === 0 ? 0 : this.#readPreface(chunk);
      this.#reader.read(chunk, at);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Bytes for the peer. */
  takeOutput(): Buffer[] {
    this.#announced = false;
    return this.#writer.output.take();
  }

  /** Whether the socket takes more now. While it does not, DATA waits in its streams. */
  setWritable(writable: boolean): void {
    this.#sender.setWritable(writable);
    this.announce();
  }

  /** Makes a peer that is there send something: it acknowledges SETTINGS, which no server limits as it does PING. */
  ask(): void {
    if (this.closed) return;
    this.#writer.emptySettings();
    this.announce();
  }

  ping(payload = 0): void {
    if (this.closed) return;
    this.#writer.ping(APPLICATION_PING, payload);
    this.announce();
  }

  /**
   * Ends a server's connection without losing a request that is on its way: GOAWAY for streams to come, and once the peer
   * has answered a PING, GOAWAY with the last stream that came until then (RFC 9113 section 6.8).
   * @param onSettled The second has been sent.
   */
  shutdown(onSettled: () => void = () => undefined): void {
    if (this.closed || this.#onShutdown) return;
    this.#onShutdown = onSettled;
    this.#sendGoaway(ErrorCode.NO_ERROR, MAX_STREAM_ID, '');
    this.#writer.ping(SHUTDOWN_PING, 0);
  }

  /** GOAWAY: streams that the peer opens from here on are ignored; those that are open go on. */
  goaway(code: number, debugData = ''): void {
    if (this.closed) return;
    this.#lastAccepted = Math.min(this.#lastAccepted, this.#streams.lastPeerId);
    this.#sendGoaway(code, this.#lastAccepted, debugData);
  }

  /** The transport is gone, or is to go: open streams are told. */
  close(error?: Error): void {
    if (this.closed) return;
    this.closed = true;
    this.#onShutdown = undefined;
    const message = error?.message ?? 'the connection was closed';
    for (const stream of this.#streams.unsent()) this.abort(stream, ErrorCode.REFUSED_STREAM, message, true);
    for (const stream of this.#streams.sent()) this.abort(stream, ErrorCode.CANCEL, message, false);
    this.handler.onClose?.(error);
  }

  // What a stream asks for.

  sendHeaders(stream: Http2Stream, shared: readonly string[], own: readonly string[] | undefined, end: boolean): void {
    if (stream.closed || stream.localEnded || this.closed) return;
    if (stream.pendingBytes > 0) throw new Error('a header block while data of the stream waits');
    if (stream.id === 0) this.#streams.assignId(stream);
    this.#writer.headers(stream.id, this.#encoder.encode(shared, own), end, this.remote.maxFrameSize);
    if (end) {
      stream.localEnded = true;
      this.#localEnd(stream);
    }
    this.announce();
  }

  sendData(stream: Http2Stream, prefix: Uint8Array | undefined, data: Uint8Array | undefined, end: boolean): void {
    if (stream.closed || stream.localEnded || this.closed) return;
    this.#sender.send(stream, prefix, data, end);
    this.announce();
  }

  resetStream(stream: Http2Stream, code: number): void {
    if (stream.closed) return;
    if (stream.id !== 0 && !this.closed) this.writeReset(stream.id, code);
    this.remove(stream);
  }

  consumed(stream: Http2Stream, bytes: number): void {
    const consumed = Math.min(bytes, stream.unconsumed);
    if (consumed <= 0 || this.closed) return;
    stream.unconsumed -= consumed;
    this.returnToConnection(consumed);
    if (stream.remoteEnded) return;
    const opened = stream.receiveWindow.consume(consumed);
    if (opened === 0) return;
    this.#writer.windowUpdate(stream.id, opened);
    this.announce();
  }

  // What the interpretation of frames leads to.

  /** Whether a stream that the peer opens is still looked at. @internal */
  get accepting(): boolean {
    return this.#lastAccepted === MAX_STREAM_ID;
  }

  /** @internal */
  pong(kind: number, payload: number): boolean {
    if (kind === APPLICATION_PING) this.handler.onPong?.(payload);
    else if (kind === SHUTDOWN_PING && this.#onShutdown) {
      const onSettled = this.#onShutdown;
      this.#onShutdown = undefined;
      this.goaway(ErrorCode.NO_ERROR);
      onSettled();
    } else return false;
    return true;
  }

  /** The stream is over for a reason that has to do with the connection. @internal */
  abort(stream: Http2Stream, code: number, message: string, unprocessed: boolean): void {
    if (stream.closed) return;
    this.remove(stream);
    if (this.answered(stream)) return;
    stream.handler.onReset(code, { by: 'connection', unprocessed, message });
  }

  /** A client has the whole response; what becomes of the rest of its request is nothing to tell. @internal */
  answered(stream: Http2Stream): boolean {
    return this.role === 'client' && stream.remoteEnded;
  }

  /** @internal */
  remove(stream: Http2Stream): void {
    if (stream.closed) return;
    stream.closed = true;
    this.#streams.remove(stream);
    this.#sender.forget(stream);
    if (stream.unconsumed > 0 && !this.closed) this.returnToConnection(stream.unconsumed);
    stream.unconsumed = 0;
    this.handler.onStreamClosed?.();
  }

  /** Received bytes that nobody holds any more. @internal */
  returnToConnection(bytes: number): void {
    const opened = this.#window.consume(bytes);
    if (opened === 0) return;
    this.#writer.windowUpdate(0, opened);
    this.announce();
  }

  /** @internal */
  writeReset(streamId: number, code: number): void {
    this.#streams.rememberReset(streamId);
    this.#writer.reset(streamId, code);
    this.announce();
  }

  /** Something was written because the peer asked for it. @internal */
  answer(): void {
    if (this.#writer.output.bytes > MOST_UNREAD_OUTPUT && !this.#sender.writable) {
      throw floodError('the peer asks for answers and does not read them');
    }
    this.announce();
  }

  /** @internal */
  announce(): void {
    if (this.#announced || this.#writer.output.bytes === 0) return;
    this.#announced = true;
    this.handler.onOutput?.();
  }

  #readPreface(chunk: Buffer): number {
    const bytes = Math.min(this.#prefaceLeft.length, chunk.length);
    if (chunk.compare(this.#prefaceLeft, 0, bytes, 0, bytes) !== 0) {
      throw protocolError('the peer does not begin with the preface of HTTP/2');
    }
    this.#prefaceLeft = this.#prefaceLeft.subarray(bytes);
    return bytes;
  }

  #localEnd(stream: Http2Stream): void {
    if (stream.remoteEnded) this.remove(stream);
    // The answer is complete, and whatever the client still sends is not needed (RFC 9113 section 8.1).
    else if (this.role === 'server') this.resetStream(stream, ErrorCode.NO_ERROR);
  }

  #sendGoaway(code: number, lastStreamId: number, debugData: string): void {
    this.goawaySent = true;
    this.#writer.goaway(code, lastStreamId, debugData);
    this.announce();
  }

  #fail(thrown: unknown): void {
    if (this.closed) return;
    const error =
      thrown instanceof Http2Error
        ? thrown
        : new Http2Error(ErrorCode.INTERNAL_ERROR, String((thrown as Error)?.message ?? thrown), { cause: thrown });
    this.#sendGoaway(error.code, this.#streams.lastPeerId, error.message.slice(0, 200));
    this.close(error);
  }
}
