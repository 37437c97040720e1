import { ErrorCode, errorCodeName } from './error-code.js';
import { CLIENT_PREFACE, DEFAULT_WINDOW, Flag, FrameType, MAX_STREAM_ID } from './frame.js';
import { FrameReader, type FrameSink } from './frame-reader.js';
import { fragmentOf, HeaderBlock } from './header-block.js';
import type { HeaderList } from './header-list.js';
import { HeaderRole, headerListFault } from './header-list-fault.js';
import { HpackDecoder } from './hpack/decoder.js';
import { HpackEncoder } from './hpack/encoder.js';
import { Http2Error } from './http2-error.js';
import { type Http2Options, type SettledHttp2Options, settleHttp2Options } from './options.js';
import { Output } from './output.js';
import { Sender } from './sender.js';
import { applySettings, initialSettings, type Settings, settingsPayload } from './settings.js';
import { Http2Stream, type StreamHandler, type StreamHost } from './stream.js';
import { TokenBucket } from './token-bucket.js';

export type ConnectionRole = 'client' | 'server';

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

/** Streams that we reset lately: what the peer sent before it knew is ignored. */
const REMEMBERED_RESETS = 1_000;
/** A peer that does not read, and yet asks for answers. */
const MOST_UNREAD_OUTPUT = 1_048_576;
const PING_BYTES = 8;
/** Marks the PING between the two GOAWAYs of a graceful shutdown. */
const SHUTDOWN_PING = 0x73687574;
const APPLICATION_PING = 0x6b697400;
const EMPTY = Buffer.alloc(0);

/**
 * One side of an HTTP/2 connection (RFC 9113) without a socket: `receive` takes bytes and tells the handlers what they
 * mean, `takeOutput` gives the bytes that the peer is to get. Server push does not exist here.
 */
export class Http2Connection implements FrameSink, StreamHost {
  readonly role: ConnectionRole;
  /** What the peer has set. */
  readonly remote: Settings = initialSettings();
  readonly local: Settings;
  /** `now()` when bytes were last received. */
  lastReceivedAt: number;
  activeStreams = 0;
  /** The highest stream of the peer that was processed. */
  lastPeerStreamId = 0;
  goawayReceived = false;
  goawaySent = false;
  closed = false;
  readonly handler: ConnectionHandler;
  readonly #options: SettledHttp2Options;
  readonly #output = new Output();
  readonly #reader: FrameReader;
  readonly #decoder: HpackDecoder;
  readonly #encoder: HpackEncoder;
  readonly #sender: Sender;
  readonly #streams = new Map<number, Http2Stream>();
  /** Opened, and without an id before their head is sent. */
  readonly #unsent = new Set<Http2Stream>();
  readonly #resets = new Set<number>();
  readonly #controlFrames: TokenBucket;
  readonly #resetBudget: TokenBucket;
  #prefaceLeft: Buffer;
  #settled = false;
  #block: HeaderBlock | undefined;
  #dataStream: Http2Stream | undefined;
  #dataEnds = false;
  #dataBytes = 0;
  #nextStreamId = 1;
  #receiveWindow: number;
  #unreturned = 0;
  /** Streams above it are not processed any more. */
  #lastAccepted = MAX_STREAM_ID;
  #onShutdown: (() => void) | undefined;
  #announced = false;

  constructor(role: ConnectionRole, options: Http2Options, handler: ConnectionHandler) {
    const settled = settleHttp2Options(options);
    this.role = role;
    this.handler = handler;
    this.#options = settled;
    this.local = {
      headerTableSize: settled.headerTableSize,
      enablePush: role === 'server',
      maxConcurrentStreams: role === 'server' ? settled.maxConcurrentStreams : Number.POSITIVE_INFINITY,
      initialWindowSize: settled.initialWindowSize,
      maxFrameSize: initialSettings().maxFrameSize,
      maxHeaderListSize: settled.maxHeaderListSize,
    };
    this.lastReceivedAt = settled.now();
    this.#reader = new FrameReader(this, this.local.maxFrameSize);
    this.#decoder = new HpackDecoder(settled.headerTableSize, settled.maxHeaderListSize);
    this.#encoder = new HpackEncoder(settled.sensitive);
    const host = { localEnd: (stream: Http2Stream) => this.#localEnd(stream), sentData: () => this.#useful() };
    this.#sender = new Sender(this.#output, host, DEFAULT_WINDOW, this.remote.maxFrameSize);
    this.#controlFrames = new TokenBucket(settled.maxControlFrames, settled.now);
    this.#resetBudget = new TokenBucket(settled.maxResets, settled.now);
    this.#prefaceLeft = role === 'server' ? CLIENT_PREFACE : EMPTY;
    this.#receiveWindow = Math.max(settled.connectionWindowSize, DEFAULT_WINDOW);
    this.#begin();
  }

  /** A client may open a stream now. */
  get canOpen(): boolean {
    return (
      !this.closed &&
      !this.goawayReceived &&
      !this.goawaySent &&
      this.activeStreams < this.remote.maxConcurrentStreams &&
      this.#nextStreamId <= MAX_STREAM_ID
    );
  }

  /** Opens a stream of a client; look at `canOpen` first. */
  open(handler: StreamHandler): Http2Stream {
    if (!this.canOpen) throw new Http2Error(ErrorCode.REFUSED_STREAM, 'the connection takes no new stream');
    const stream = new Http2Stream(this, handler, this.remote.initialWindowSize, this.local.initialWindowSize);
    this.#unsent.add(stream);
    this.activeStreams += 1;
    return stream;
  }

  /** Bytes from the peer. */
  receive(chunk: Buffer): void {
    if (this.closed) return;
    this.lastReceivedAt = this.#options.now();
    try {
      const at = this.#prefaceLeft.length === 0 ? 0 : this.#readPreface(chunk);
      this.#reader.read(chunk, at);
    } catch (error) {
      this.#fail(error instanceof Http2Error ? error : internalError(error));
    }
  }

  /** Bytes for the peer. */
  takeOutput(): Buffer[] {
    this.#announced = false;
    return this.#output.take();
  }

  /** Whether the socket takes more now. While it does not, DATA waits in its streams. */
  setWritable(writable: boolean): void {
    this.#sender.setWritable(writable);
    this.#announce();
  }

  ping(payload = 0): void {
    this.#sendPing(0, APPLICATION_PING, payload);
  }

  /**
   * Ends a server's connection without losing a request that is on its way: GOAWAY for streams to come, and once the peer
   * has answered a PING, GOAWAY with the last stream that came until then (RFC 9113 section 6.8).
   * @param onSettled The second has been sent.
   */
  shutdown(onSettled?: () => void): void {
    if (this.closed || this.#onShutdown) return;
    this.#onShutdown = onSettled ?? (() => undefined);
    this.#sendGoaway(ErrorCode.NO_ERROR, MAX_STREAM_ID, '');
    this.#sendPing(0, SHUTDOWN_PING, 0);
  }

  /** GOAWAY: the peer's streams from here on are ignored; those that are open go on. */
  goaway(code: number, debugData = ''): void {
    if (this.closed) return;
    this.#lastAccepted = Math.min(this.#lastAccepted, this.lastPeerStreamId);
    this.#sendGoaway(code, this.#lastAccepted, debugData);
  }

  /** The transport is gone, or is to go: open streams are told. */
  close(error?: Error): void {
    if (this.closed) return;
    this.closed = true;
    this.#onShutdown = undefined;
    const message = error?.message ?? 'the connection was closed';
    for (const stream of [...this.#unsent]) this.#abort(stream, ErrorCode.REFUSED_STREAM, message, true);
    for (const stream of [...this.#streams.values()]) this.#abort(stream, ErrorCode.CANCEL, message, false);
    this.handler.onClose?.(error);
  }

  // What a stream asks for.

  sendHeaders(stream: Http2Stream, shared: readonly string[], own: readonly string[] | undefined, end: boolean): void {
    if (stream.closed || stream.localEnded || this.closed) return;
    if (stream.id === 0) {
      stream.id = this.#nextStreamId;
      this.#nextStreamId += 2;
      this.#unsent.delete(stream);
      this.#streams.set(stream.id, stream);
    } else if (stream.pendingBytes > 0) throw new Error('a header block while data of the stream waits');
    const block = this.#encoder.encode(shared, own);
    this.#writeBlock(stream.id, block, end);
    if (end) {
      stream.localEnded = true;
      this.#localEnd(stream);
    }
    this.#announce();
  }

  sendData(stream: Http2Stream, prefix: Uint8Array | undefined, data: Uint8Array | undefined, end: boolean): void {
    if (stream.closed || stream.localEnded || this.closed) return;
    this.#sender.send(stream, prefix, data, end);
    this.#announce();
  }

  resetStream(stream: Http2Stream, code: number): void {
    if (stream.closed) return;
    if (stream.id !== 0 && !this.closed) this.#writeReset(stream.id, code);
    this.#remove(stream);
  }

  consumed(stream: Http2Stream, bytes: number): void {
    const returned = Math.min(bytes, stream.unconsumed);
    if (returned <= 0 || this.closed) return;
    stream.unconsumed -= returned;
    this.#returnToConnection(returned);
    if (stream.remoteEnded) return;
    stream.unreturned += returned;
    if (stream.unreturned * 2 < this.local.initialWindowSize) return;
    stream.receiveWindow += stream.unreturned;
    this.#writeWindowUpdate(stream.id, stream.unreturned);
    stream.unreturned = 0;
  }

  // What the reader finds.

  dataFrame(streamId: number, flags: number, length: number): void {
    this.#dataStream = undefined;
    if (this.closed) return;
    this.#expectFrame(FrameType.DATA, streamId);
    if (streamId === 0) throw protocolError('DATA on stream 0');
    this.#receiveWindow -= length;
    if (this.#receiveWindow < 0) {
      throw new Http2Error(ErrorCode.FLOW_CONTROL_ERROR, 'more data than the window of the connection allows');
    }
    const stream = this.#streams.get(streamId);
    const ends = (flags & Flag.END_STREAM) !== 0;
    if (length === 0 && !ends) this.#control();
    else this.#useful();
    if (stream === undefined) {
      this.#returnToConnection(length);
      this.#unknownStream(streamId, 'DATA');
    } else if (stream.remoteEnded) {
      this.#returnToConnection(length);
      this.#streamError(stream.id, ErrorCode.STREAM_CLOSED, 'DATA after END_STREAM');
    } else this.#receiveData(stream, length, ends);
  }

  dataPart(chunk: Buffer, start: number, end: number, last: boolean): void {
    const stream = this.#dataStream;
    if (stream === undefined || stream.closed || this.closed) return;
    const bytes = end - start;
    this.#dataBytes -= bytes;
    // What is left is padding and its length.
    if (last && this.#dataBytes > 0) this.consumed(stream, this.#dataBytes);
    if (stream.announced >= 0) {
      stream.announced -= bytes;
      if (stream.announced < 0 || (last && this.#dataEnds && stream.announced > 0)) {
        this.#streamError(stream.id, ErrorCode.PROTOCOL_ERROR, 'the data is not as long as content-length says');
        return;
      }
    }
    const ends = last && this.#dataEnds;
    if (bytes === 0 && !ends) return;
    if (ends) stream.remoteEnded = true;
    stream.handler.onData(chunk, start, end, ends);
    if (ends) this.#closeIfEnded(stream);
  }

  frame(type: number, flags: number, streamId: number, payload: Buffer): void {
    if (this.closed) return;
    this.#expectFrame(type, streamId);
    switch (type) {
      case FrameType.HEADERS:
        this.#headersFrame(flags, streamId, payload);
        break;
      case FrameType.CONTINUATION:
        this.#continuationFrame(flags, streamId, payload);
        break;
      case FrameType.RST_STREAM:
        this.#rstStreamFrame(streamId, payload);
        break;
      case FrameType.SETTINGS:
        this.#settingsFrame(flags, streamId, payload);
        break;
      case FrameType.PING:
        this.#pingFrame(flags, streamId, payload);
        break;
      case FrameType.GOAWAY:
        this.#goawayFrame(streamId, payload);
        break;
      case FrameType.WINDOW_UPDATE:
        this.#windowUpdateFrame(streamId, payload);
        break;
      case FrameType.PRIORITY:
        this.#priorityFrame(streamId, payload);
        break;
      case FrameType.PUSH_PROMISE:
        throw protocolError('PUSH_PROMISE');
      default:
        this.#control();
    }
  }

  #begin(): void {
    if (this.role === 'client') this.#output.raw(CLIENT_PREFACE, 0, CLIENT_PREFACE.length);
    const payload = settingsPayload(this.local);
    this.#output.header(payload.length, FrameType.SETTINGS, 0, 0);
    this.#output.raw(payload, 0, payload.length);
    const more = this.#receiveWindow - DEFAULT_WINDOW;
    if (more > 0) this.#writeWindowUpdate(0, more);
  }

  #readPreface(chunk: Buffer): number {
    const bytes = Math.min(this.#prefaceLeft.length, chunk.length);
    if (chunk.compare(this.#prefaceLeft, 0, bytes, 0, bytes) !== 0) {
      throw protocolError('the peer does not begin with the preface of HTTP/2');
    }
    this.#prefaceLeft = this.#prefaceLeft.subarray(bytes);
    return bytes;
  }

  #expectFrame(type: number, streamId: number): void {
    if (!this.#settled && type !== FrameType.SETTINGS) throw protocolError('the first frame is not SETTINGS');
    const block = this.#block;
    if (block && (type !== FrameType.CONTINUATION || streamId !== block.streamId)) {
      throw protocolError('another frame within a header block');
    }
  }

  #receiveData(stream: Http2Stream, length: number, ends: boolean): void {
    stream.receiveWindow -= length;
    stream.unconsumed += length;
    if (stream.receiveWindow < 0) {
      this.#streamError(stream.id, ErrorCode.FLOW_CONTROL_ERROR, 'more data than the window of the stream allows');
    } else if (!stream.headReceived) {
      this.#streamError(stream.id, ErrorCode.PROTOCOL_ERROR, 'DATA before the head of the response');
    } else {
      this.#dataStream = stream;
      this.#dataEnds = ends;
      this.#dataBytes = length;
    }
  }

  #headersFrame(flags: number, streamId: number, payload: Buffer): void {
    if (streamId === 0) throw protocolError('HEADERS on stream 0');
    const { start, end, dependency } = fragmentOf(flags, payload);
    const ends = (flags & Flag.END_STREAM) !== 0;
    const dependsOnItself = dependency === streamId;
    if ((flags & Flag.END_HEADERS) !== 0) {
      const list = this.#decoder.decode(payload, start, end);
      this.#headerList(streamId, list, ends, dependsOnItself);
    } else this.#block = new HeaderBlock(streamId, ends, dependsOnItself, payload.subarray(start, end));
  }

  #continuationFrame(flags: number, streamId: number, payload: Buffer): void {
    const block = this.#block;
    if (block === undefined) throw protocolError('CONTINUATION without a header block');
    const { maxContinuationFrames, maxHeaderListSize } = this.#options;
    block.add(payload, maxContinuationFrames, Math.max(4 * maxHeaderListSize, 131_072));
    if ((flags & Flag.END_HEADERS) === 0) return;
    this.#block = undefined;
    const joined = block.join();
    const list = this.#decoder.decode(joined, 0, joined.length);
    this.#headerList(streamId, list, block.endStream, block.dependsOnItself);
  }

  #headerList(streamId: number, list: HeaderList, ends: boolean, dependsOnItself: boolean): void {
    this.#useful();
    const stream = this.#streams.get(streamId);
    if (dependsOnItself) this.#streamError(streamId, ErrorCode.PROTOCOL_ERROR, 'a stream that depends on itself');
    else if (stream === undefined) this.#headersOfNoStream(streamId, list, ends);
    else if (stream.remoteEnded) {
      this.#streamError(streamId, ErrorCode.STREAM_CLOSED, 'HEADERS after END_STREAM');
    } else if (!stream.headReceived) this.#responseHead(stream, list, ends);
    else this.#trailers(stream, list, ends);
  }

  #responseHead(stream: Http2Stream, list: HeaderList, ends: boolean): void {
    const fault = headerListFault(list, HeaderRole.RESPONSE);
    const informational = list.fields[0] === ':status' && list.fields[1]?.startsWith('1');
    if (fault !== undefined || (informational && ends)) {
      this.#streamError(stream.id, ErrorCode.PROTOCOL_ERROR, fault ?? 'an informational response ends the stream');
    } else if (informational) this.#control();
    else {
      stream.headReceived = true;
      this.#deliver(stream, list, ends);
    }
  }

  #trailers(stream: Http2Stream, list: HeaderList, ends: boolean): void {
    const fault = ends ? headerListFault(list, HeaderRole.TRAILERS) : 'trailers without END_STREAM';
    if (fault !== undefined) this.#streamError(stream.id, ErrorCode.PROTOCOL_ERROR, fault);
    else if (stream.announced > 0) {
      this.#streamError(stream.id, ErrorCode.PROTOCOL_ERROR, 'the data is shorter than content-length says');
    } else this.#deliver(stream, list, ends);
  }

  #deliver(stream: Http2Stream, list: HeaderList, ends: boolean): void {
    if (ends) stream.remoteEnded = true;
    stream.handler.onHeaders(list, ends);
    if (ends) this.#closeIfEnded(stream);
  }

  #headersOfNoStream(streamId: number, list: HeaderList, ends: boolean): void {
    if (this.role === 'client' || streamId <= this.lastPeerStreamId) this.#unknownStream(streamId, 'HEADERS');
    else this.#request(streamId, list, ends);
  }

  #request(streamId: number, list: HeaderList, ends: boolean): void {
    if (streamId % 2 === 0) throw protocolError(`the client opens stream ${streamId}, which is even`);
    // The client sent it before it saw GOAWAY, and knows that nobody looks at it.
    if (this.#lastAccepted !== MAX_STREAM_ID) {
      this.#remember(streamId);
      return;
    }
    this.lastPeerStreamId = streamId;
    if (this.activeStreams >= this.local.maxConcurrentStreams) {
      this.#streamError(streamId, ErrorCode.REFUSED_STREAM, 'more streams than SETTINGS_MAX_CONCURRENT_STREAMS');
      return;
    }
    const length = list.get('content-length');
    const fault = headerListFault(list, HeaderRole.REQUEST) ?? contentLengthFault(length, ends);
    if (fault !== undefined) {
      this.#streamError(streamId, ErrorCode.PROTOCOL_ERROR, fault);
      return;
    }
    const stream = new Http2Stream(this, IGNORED, this.remote.initialWindowSize, this.local.initialWindowSize);
    stream.id = streamId;
    stream.headReceived = true;
    stream.remoteEnded = ends;
    if (length !== undefined) stream.announced = Number(length);
    this.#streams.set(streamId, stream);
    this.activeStreams += 1;
    const handler = this.handler.onStream?.(stream, list, ends);
    if (handler) stream.handler = handler;
    else this.resetStream(stream, ErrorCode.REFUSED_STREAM);
  }

  #rstStreamFrame(streamId: number, payload: Buffer): void {
    if (payload.length !== 4) throw frameSizeError('RST_STREAM', payload.length);
    const stream = this.#streams.get(streamId);
    if (stream === undefined) {
      if (this.#isIdle(streamId)) throw protocolError(`RST_STREAM on stream ${streamId}, which is idle`);
      this.#control();
      return;
    }
    if (this.role === 'server' && !this.#resetBudget.take()) throw tooMany('resets of streams');
    const code = payload.readUInt32BE(0);
    this.#remove(stream);
    if (this.#answered(stream)) return;
    const message = `the peer reset the stream with ${errorCodeName(code)}`;
    stream.handler.onReset(code, { by: 'peer', unprocessed: code === ErrorCode.REFUSED_STREAM, message });
  }

  #settingsFrame(flags: number, streamId: number, payload: Buffer): void {
    if (streamId !== 0) throw protocolError('SETTINGS on a stream');
    if ((flags & Flag.ACK) !== 0) {
      if (payload.length !== 0) throw frameSizeError('an acknowledged SETTINGS', payload.length);
      if (!this.#settled) throw protocolError('the first frame is not SETTINGS');
      this.#decoder.limitTable(this.local.headerTableSize);
      return;
    }
    if (payload.length % 6 !== 0) throw frameSizeError('SETTINGS', payload.length);
    if (this.#settled) this.#control();
    this.#settled = true;
    this.#takeSettings(payload);
    this.#output.header(0, FrameType.SETTINGS, Flag.ACK, 0);
    this.#answer();
    this.handler.onSettings?.(this.remote);
  }

  #takeSettings(payload: Buffer): void {
    const { initialWindowSize } = this.remote;
    applySettings(this.remote, payload);
    this.#encoder.limitTable(this.remote.headerTableSize);
    this.#sender.maxFrameSize = this.remote.maxFrameSize;
    const more = this.remote.initialWindowSize - initialWindowSize;
    if (more === 0) return;
    // RFC 9113 section 6.9.2: of open streams too, whose windows may become negative.
    for (const stream of [...this.#streams.values(), ...this.#unsent]) {
      if (this.#sender.widenStream(stream, more)) continue;
      throw new Http2Error(ErrorCode.FLOW_CONTROL_ERROR, 'SETTINGS_INITIAL_WINDOW_SIZE makes a window too large');
    }
  }

  #pingFrame(flags: number, streamId: number, payload: Buffer): void {
    if (streamId !== 0) throw protocolError('PING on a stream');
    if (payload.length !== PING_BYTES) throw frameSizeError('PING', payload.length);
    if ((flags & Flag.ACK) !== 0) {
      this.#pong(payload.readUInt32BE(0), payload.readUInt32BE(4));
      return;
    }
    this.#control();
    this.#output.header(PING_BYTES, FrameType.PING, Flag.ACK, 0);
    this.#output.raw(payload, 0, PING_BYTES);
    this.#answer();
  }

  #pong(kind: number, payload: number): void {
    if (kind === APPLICATION_PING) this.handler.onPong?.(payload);
    else if (kind === SHUTDOWN_PING && this.#onShutdown) {
      const onSettled = this.#onShutdown;
      this.#onShutdown = undefined;
      this.goaway(ErrorCode.NO_ERROR);
      onSettled();
    } else this.#control();
  }

  #goawayFrame(streamId: number, payload: Buffer): void {
    if (streamId !== 0) throw protocolError('GOAWAY on a stream');
    if (payload.length < 8) throw frameSizeError('GOAWAY', payload.length);
    if (this.goawayReceived) this.#control();
    this.goawayReceived = true;
    const last = payload.readUInt32BE(0) & 0x7fffffff;
    const code = payload.readUInt32BE(4);
    const debugData = payload.toString('utf8', 8, Math.min(payload.length, 264));
    const message = `the peer sent GOAWAY with ${errorCodeName(code)}${debugData && `: ${debugData}`}`;
    if (this.role === 'client') {
      for (const stream of [...this.#unsent]) this.#abort(stream, ErrorCode.REFUSED_STREAM, message, true);
      for (const stream of [...this.#streams.values()]) {
        if (stream.id > last) this.#abort(stream, ErrorCode.REFUSED_STREAM, message, true);
      }
    }
    this.handler.onGoaway?.(code, last, debugData);
  }

  #windowUpdateFrame(streamId: number, payload: Buffer): void {
    if (payload.length !== 4) throw frameSizeError('WINDOW_UPDATE', payload.length);
    this.#control();
    const bytes = payload.readUInt32BE(0) & 0x7fffffff;
    if (streamId === 0) {
      if (bytes === 0) throw protocolError('WINDOW_UPDATE of 0');
      if (this.#sender.widen(bytes)) this.#announce();
      else throw new Http2Error(ErrorCode.FLOW_CONTROL_ERROR, 'a window of the connection above 2^31-1');
      return;
    }
    const stream = this.#streams.get(streamId);
    if (stream === undefined) {
      if (this.#isIdle(streamId)) throw protocolError(`WINDOW_UPDATE on stream ${streamId}, which is idle`);
    } else if (bytes === 0) this.#streamError(streamId, ErrorCode.PROTOCOL_ERROR, 'WINDOW_UPDATE of 0');
    else if (this.#sender.widenStream(stream, bytes)) this.#announce();
    else this.#streamError(streamId, ErrorCode.FLOW_CONTROL_ERROR, 'a window above 2^31-1');
  }

  /** Priorities are ignored (RFC 9113 section 5.3.2), but for their form. */
  #priorityFrame(streamId: number, payload: Buffer): void {
    if (streamId === 0) throw protocolError('PRIORITY on stream 0');
    this.#control();
    if (payload.length !== 5) this.#streamError(streamId, ErrorCode.FRAME_SIZE_ERROR, 'PRIORITY of another size');
    else if ((payload.readUInt32BE(0) & 0x7fffffff) === streamId) {
      this.#streamError(streamId, ErrorCode.PROTOCOL_ERROR, 'a stream that depends on itself');
    }
  }

  /** A frame on a stream that is not open: too early, too late, or sent before the peer knew that we reset it. */
  #unknownStream(streamId: number, what: string): void {
    if (this.#isIdle(streamId)) throw protocolError(`${what} on stream ${streamId}, which is idle`);
    if (this.#resets.has(streamId)) return;
    if (what === 'HEADERS' && this.role === 'server') {
      throw new Http2Error(ErrorCode.STREAM_CLOSED, `HEADERS on stream ${streamId}, which is closed`);
    }
    this.#streamError(streamId, ErrorCode.STREAM_CLOSED, `${what} on a closed stream`);
  }

  #isIdle(streamId: number): boolean {
    if (streamId % 2 === (this.role === 'client' ? 1 : 0)) {
      return this.role === 'server' || streamId >= this.#nextStreamId;
    }
    return this.role === 'client' || (streamId > this.lastPeerStreamId && !this.#resets.has(streamId));
  }

  #streamError(streamId: number, code: number, message: string): void {
    if (this.role === 'server' && !this.#resetBudget.take()) throw tooMany('streams that had to be reset');
    this.#writeReset(streamId, code);
    const stream = this.#streams.get(streamId);
    if (stream === undefined) return;
    this.#remove(stream);
    stream.handler.onReset(code, { by: 'local', unprocessed: false, message });
  }

  #abort(stream: Http2Stream, code: number, message: string, unprocessed: boolean): void {
    if (stream.closed) return;
    this.#remove(stream);
    if (this.#answered(stream)) return;
    stream.handler.onReset(code, { by: 'connection', unprocessed, message });
  }

  /** A client has the whole response; what becomes of the rest of its request is nothing to tell. */
  #answered(stream: Http2Stream): boolean {
    return this.role === 'client' && stream.remoteEnded;
  }

  #localEnd(stream: Http2Stream): void {
    if (stream.remoteEnded) this.#remove(stream);
    // The answer is complete, and whatever the client still sends is not needed (RFC 9113 section 8.1).
    else if (this.role === 'server') this.resetStream(stream, ErrorCode.NO_ERROR);
  }

  #closeIfEnded(stream: Http2Stream): void {
    if (stream.localEnded && stream.pending === undefined && !stream.closed) this.#remove(stream);
  }

  #remove(stream: Http2Stream): void {
    if (stream.closed) return;
    stream.closed = true;
    this.activeStreams -= 1;
    this.#streams.delete(stream.id);
    this.#unsent.delete(stream);
    this.#sender.forget(stream);
    if (stream.unconsumed > 0 && !this.closed) this.#returnToConnection(stream.unconsumed);
    stream.unconsumed = 0;
    this.handler.onStreamClosed?.();
  }

  #returnToConnection(bytes: number): void {
    this.#unreturned += bytes;
    if (this.#unreturned * 2 < this.#options.connectionWindowSize) return;
    this.#receiveWindow += this.#unreturned;
    this.#writeWindowUpdate(0, this.#unreturned);
    this.#unreturned = 0;
  }

  #writeBlock(streamId: number, block: Buffer, end: boolean): void {
    const { maxFrameSize } = this.remote;
    const endStream = end ? Flag.END_STREAM : 0;
    if (block.length <= maxFrameSize) {
      this.#output.header(block.length, FrameType.HEADERS, Flag.END_HEADERS | endStream, streamId);
      this.#output.raw(block, 0, block.length);
      return;
    }
    for (let at = 0; at < block.length; at += maxFrameSize) {
      const to = Math.min(at + maxFrameSize, block.length);
      const flags = (to === block.length ? Flag.END_HEADERS : 0) | (at === 0 ? endStream : 0);
      this.#output.header(to - at, at === 0 ? FrameType.HEADERS : FrameType.CONTINUATION, flags, streamId);
      this.#output.raw(block, at, to);
    }
  }

  #writeReset(streamId: number, code: number): void {
    this.#remember(streamId);
    this.#output.header(4, FrameType.RST_STREAM, 0, streamId);
    this.#output.uint32(code);
    this.#answer();
  }

  #remember(streamId: number): void {
    this.#resets.add(streamId);
    if (this.#resets.size <= REMEMBERED_RESETS) return;
    for (const oldest of this.#resets) {
      this.#resets.delete(oldest);
      return;
    }
  }

  #writeWindowUpdate(streamId: number, bytes: number): void {
    this.#output.header(4, FrameType.WINDOW_UPDATE, 0, streamId);
    this.#output.uint32(bytes);
    this.#announce();
  }

  #sendPing(flags: number, kind: number, payload: number): void {
    if (this.closed) return;
    this.#output.header(PING_BYTES, FrameType.PING, flags, 0);
    this.#output.uint32(kind);
    this.#output.uint32(payload);
    this.#announce();
  }

  #sendGoaway(code: number, lastStreamId: number, debugData: string): void {
    const debug = Buffer.from(debugData);
    this.goawaySent = true;
    this.#output.header(8 + debug.length, FrameType.GOAWAY, 0, 0);
    this.#output.uint32(lastStreamId);
    this.#output.uint32(code);
    this.#output.raw(debug, 0, debug.length);
    this.#announce();
  }

  /** A frame that the peer may send only so often. */
  #control(): void {
    if (!this.#controlFrames.take()) throw tooMany('frames that carry nothing');
  }

  #useful(): void {
    this.#controlFrames.putBack();
  }

  /** Output that the peer asked for. */
  #answer(): void {
    if (this.#output.bytes > MOST_UNREAD_OUTPUT && !this.#sender.writable) {
      throw new Http2Error(ErrorCode.ENHANCE_YOUR_CALM, 'the peer asks for answers and does not read them');
    }
    this.#announce();
  }

  #announce(): void {
    if (this.#announced || this.#output.bytes === 0) return;
    this.#announced = true;
    this.handler.onOutput?.();
  }

  #fail(error: Http2Error): void {
    if (this.closed) return;
    this.#sendGoaway(error.code, this.lastPeerStreamId, error.message.slice(0, 200));
    this.close(error);
  }
}

/** Of a stream whose handler is still being asked for. */
const IGNORED: StreamHandler = {
  onHeaders: () => undefined,
  onData: () => undefined,
  onReset: () => undefined,
  onDrain: () => undefined,
};

function contentLengthFault(length: string | undefined, ends: boolean): string | undefined {
  if (length === undefined) return undefined;
  if (!/^[0-9]{1,15}$/.test(length)) return 'an invalid content-length';
  return ends && Number(length) > 0 ? 'no data, though content-length announces some' : undefined;
}

function protocolError(message: string): Http2Error {
  return new Http2Error(ErrorCode.PROTOCOL_ERROR, message);
}

function frameSizeError(frame: string, bytes: number): Http2Error {
  return new Http2Error(ErrorCode.FRAME_SIZE_ERROR, `${frame} of ${bytes} bytes`);
}

function tooMany(what: string): Http2Error {
  return new Http2Error(ErrorCode.ENHANCE_YOUR_CALM, `too many ${what}`);
}

function internalError(error: unknown): Http2Error {
  const failed = new Http2Error(ErrorCode.INTERNAL_ERROR, error instanceof Error ? error.message : String(error));
  failed.cause = error;
  return failed;
}
