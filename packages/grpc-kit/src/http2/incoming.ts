import type { Http2Connection } from './connection.js';
import { ErrorCode, errorCodeName } from './error-code.js';
import { Flag, FrameType } from './frame.js';
import type { FrameSink } from './frame-reader.js';
import { type FrameWriter, PING_BYTES } from './frame-writer.js';
import { fragmentOf, HeaderBlock } from './header-block.js';
import type { HeaderList } from './header-list.js';
import { contentLengthFault, HeaderRole, headerListFault } from './header-list-fault.js';
import { HpackDecoder } from './hpack/decoder.js';
import type { HpackEncoder } from './hpack/encoder.js';
import { floodError, flowControlError, frameSizeError, Http2Error, protocolError } from './http2-error.js';
import type { SettledHttp2Options } from './options.js';
import type { ReceiveWindow } from './receive-window.js';
import type { Sender } from './sender.js';
import { applySettings } from './settings.js';
import { Http2Stream, type StreamHandler } from './stream.js';
import type { StreamTable } from './stream-table.js';
import { TokenBucket } from './token-bucket.js';

/** What the two halves of a connection share. */
export interface ConnectionParts {
  readonly writer: FrameWriter;
  readonly encoder: HpackEncoder;
  readonly sender: Sender;
  readonly streams: StreamTable;
  readonly window: ReceiveWindow;
}

/** What the frames of the peer mean: events for handlers, stream errors, or a connection error, which is thrown. */
export class Incoming implements FrameSink {
  readonly #connection: Http2Connection;
  readonly #options: SettledHttp2Options;
  readonly #parts: ConnectionParts;
  readonly #streams: StreamTable;
  readonly #decoder: HpackDecoder;
  readonly #controlFrames: TokenBucket;
  readonly #resets: TokenBucket;
  /** The peer's first SETTINGS have come. */
  #settled = false;
  #block: HeaderBlock | undefined;
  #dataStream: Http2Stream | undefined;
  #dataEnds = false;
  /** Of the present DATA frame: what is not handed on yet. */
  #dataLeft = 0;

  constructor(connection: Http2Connection, options: SettledHttp2Options, parts: ConnectionParts) {
    this.#connection = connection;
    this.#options = options;
    this.#parts = parts;
    this.#streams = parts.streams;
    this.#decoder = new HpackDecoder(options.headerTableSize, options.maxHeaderListSize);
    this.#controlFrames = new TokenBucket(options.maxControlFrames, options.now);
    this.#resets = new TokenBucket(options.maxResets, options.now);
  }

  dataFrame(streamId: number, flags: number, length: number): void {
    this.#dataStream = undefined;
    if (this.#connection.closed) return;
    this.#expect(FrameType.DATA, streamId);
    if (streamId === 0) throw protocolError('DATA on stream 0');
    if (!this.#parts.window.spend(length)) {
      throw flowControlError('more data than the window of the connection allows');
    }
    const stream = this.#streams.get(streamId);
    const ends = (flags & Flag.END_STREAM) !== 0;
    if (length === 0 && !ends) this.#control();
    else this.#controlFrames.putBack();
    if (stream === undefined || stream.remoteEnded) {
      this.#connection.returnToConnection(length);
      this.#notOpen(streamId, 'DATA', stream);
    } else this.#receiveData(stream, length, ends);
  }

  dataPart(chunk: Buffer, start: number, end: number, last: boolean): void {
    const stream = this.#dataStream;
    if (stream === undefined || stream.closed || this.#connection.closed) return;
    const bytes = end - start;
    this.#dataLeft -= bytes;
    // What is left of the frame is padding and its length.
    if (last && this.#dataLeft > 0) this.#connection.consumed(stream, this.#dataLeft);
    const ends = last && this.#dataEnds;
    if (stream.announced >= 0) {
      stream.announced -= bytes;
      if (stream.announced < 0 || (ends && stream.announced > 0)) {
        this.#streamError(stream.id, ErrorCode.PROTOCOL_ERROR, 'the data is not as long as content-length says');
        return;
      }
    }
    if (bytes === 0 && !ends) return;
    if (ends) stream.remoteEnded = true;
    stream.handler.onData(chunk, start, end, ends);
    if (ends) this.#removeIfEnded(stream);
  }

  frame(type: number, flags: number, streamId: number, payload: Buffer): void {
    if (this.#connection.closed) return;
    this.#expect(type, streamId);
    switch (type) {
      case FrameType.HEADERS:
        this.#headers(flags, streamId, payload);
        break;
      case FrameType.CONTINUATION:
        this.#continuation(flags, streamId, payload);
        break;
      case FrameType.RST_STREAM:
        this.#rstStream(streamId, payload);
        break;
      case FrameType.SETTINGS:
        this.#settings(flags, streamId, payload);
        break;
      case FrameType.PING:
        this.#ping(flags, streamId, payload);
        break;
      case FrameType.GOAWAY:
        this.#goaway(streamId, payload);
        break;
      case FrameType.WINDOW_UPDATE:
        this.#windowUpdate(streamId, payload);
        break;
      case FrameType.PRIORITY:
        this.#priority(streamId, payload);
        break;
      case FrameType.PUSH_PROMISE:
        throw protocolError('PUSH_PROMISE');
      default:
        this.#control();
    }
  }

  #expect(type: number, streamId: number): void {
    if (!this.#settled && type !== FrameType.SETTINGS) throw protocolError('the first frame is not SETTINGS');
    const block = this.#block;
    if (block && (type !== FrameType.CONTINUATION || streamId !== block.streamId)) {
      throw protocolError('another frame within a header block');
    }
  }

  #receiveData(stream: Http2Stream, length: number, ends: boolean): void {
    stream.unconsumed += length;
    if (!stream.receiveWindow.spend(length)) {
      this.#streamError(stream.id, ErrorCode.FLOW_CONTROL_ERROR, 'more data than the window of the stream allows');
    } else if (!stream.headReceived) {
      this.#streamError(stream.id, ErrorCode.PROTOCOL_ERROR, 'DATA before the head of the response');
    } else {
      this.#dataStream = stream;
      this.#dataEnds = ends;
      this.#dataLeft = length;
    }
  }

  #headers(flags: number, streamId: number, payload: Buffer): void {
    if (streamId === 0) throw protocolError('HEADERS on stream 0');
    const { start, end, dependency } = fragmentOf(flags, payload);
    const ends = (flags & Flag.END_STREAM) !== 0;
    const dependsOnItself = dependency === streamId;
    if ((flags & Flag.END_HEADERS) !== 0) {
      this.#headerList(streamId, this.#decoder.decode(payload, start, end), ends, dependsOnItself);
    } else this.#block = new HeaderBlock(streamId, ends, dependsOnItself, payload.subarray(start, end));
  }

  #continuation(flags: number, streamId: number, payload: Buffer): void {
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
    const stream = this.#streams.get(streamId);
    const { role } = this.#connection;
    if (dependsOnItself) this.#streamError(streamId, ErrorCode.PROTOCOL_ERROR, 'a stream that depends on itself');
    else if (stream === undefined && role === 'server' && streamId > this.#streams.lastPeerId) {
      this.#request(streamId, list, ends);
    } else if (stream === undefined || stream.remoteEnded) this.#notOpen(streamId, 'HEADERS', stream);
    else if (stream.headReceived) this.#trailers(stream, list, ends);
    else this.#responseHead(stream, list, ends);
  }

  #request(streamId: number, list: HeaderList, ends: boolean): void {
    if (streamId % 2 === 0) throw protocolError(`the client opens stream ${streamId}, which is even`);
    const connection = this.#connection;
    if (!connection.accepting) {
      // The client sent it before it saw GOAWAY, which says that nobody looks at it.
      this.#streams.rememberReset(streamId);
      return;
    }
    this.#streams.lastPeerId = streamId;
    if (this.#streams.count >= connection.local.maxConcurrentStreams) {
      this.#streamError(streamId, ErrorCode.REFUSED_STREAM, 'more streams than SETTINGS_MAX_CONCURRENT_STREAMS');
      return;
    }
    const length = list.get('content-length');
    const fault = headerListFault(list, HeaderRole.REQUEST) ?? contentLengthFault(length, ends);
    if (fault !== undefined) {
      this.#streamError(streamId, ErrorCode.PROTOCOL_ERROR, fault);
      return;
    }
    const { remote, local } = connection;
    const stream = new Http2Stream(connection, UNHANDLED, remote.initialWindowSize, local.initialWindowSize);
    stream.id = streamId;
    stream.headReceived = true;
    stream.remoteEnded = ends;
    if (length !== undefined) stream.announced = Number(length);
    this.#streams.add(stream);
    this.#controlFrames.putBack();
    const handler = connection.handler.onStream?.(stream, list, ends);
    if (handler) stream.handler = handler;
    else connection.resetStream(stream, ErrorCode.REFUSED_STREAM);
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
    const short = stream.announced > 0 ? 'the data is shorter than content-length says' : undefined;
    const fault = ends ? (headerListFault(list, HeaderRole.TRAILERS) ?? short) : 'trailers without END_STREAM';
    if (fault !== undefined) this.#streamError(stream.id, ErrorCode.PROTOCOL_ERROR, fault);
    else this.#deliver(stream, list, ends);
  }

  #deliver(stream: Http2Stream, list: HeaderList, ends: boolean): void {
    if (ends) stream.remoteEnded = true;
    this.#controlFrames.putBack();
    stream.handler.onHeaders(list, ends);
    if (ends) this.#removeIfEnded(stream);
  }

  #removeIfEnded(stream: Http2Stream): void {
    if (stream.localEnded && stream.pending === undefined) this.#connection.remove(stream);
  }

  #rstStream(streamId: number, payload: Buffer): void {
    if (payload.length !== 4) throw frameSizeError(`RST_STREAM of ${payload.length} bytes`);
    // Of streams that have been answered too: they were opened to be reset all the same.
    this.#countReset();
    const stream = this.#streams.get(streamId);
    if (stream === undefined) {
      if (this.#streams.isIdle(streamId)) throw protocolError(`RST_STREAM on stream ${streamId}, which is idle`);
      return;
    }
    const code = payload.readUInt32BE(0);
    this.#connection.remove(stream);
    if (this.#connection.answered(stream)) return;
    const message = `the peer reset the stream with ${errorCodeName(code)}`;
    stream.handler.onReset(code, { by: 'peer', unprocessed: code === ErrorCode.REFUSED_STREAM, message });
  }

  #settings(flags: number, streamId: number, payload: Buffer): void {
    if (streamId !== 0) throw protocolError('SETTINGS on a stream');
    if ((flags & Flag.ACK) !== 0) {
      if (payload.length !== 0) throw frameSizeError(`an acknowledged SETTINGS of ${payload.length} bytes`);
      if (!this.#settled) throw protocolError('the first frame is not SETTINGS');
      this.#decoder.limitTable(this.#connection.local.headerTableSize);
      return;
    }
    if (payload.length % 6 !== 0) throw frameSizeError(`SETTINGS of ${payload.length} bytes`);
    if (this.#settled) this.#control();
    this.#settled = true;
    const { remote } = this.#connection;
    const { initialWindowSize } = remote;
    const { encoder, sender, writer } = this.#parts;
    applySettings(remote, payload);
    encoder.limitTable(remote.headerTableSize);
    sender.maxFrameSize = remote.maxFrameSize;
    // What the new values let go must not overtake the acknowledgement.
    writer.settingsAck();
    this.#connection.answer();
    this.#widenStreams(remote.initialWindowSize - initialWindowSize);
    this.#connection.handler.onSettings?.(remote);
  }

  /** RFC 9113 section 6.9.2: of open streams too, whose windows may become negative. */
  #widenStreams(bytes: number): void {
    if (bytes === 0) return;
    for (const stream of [...this.#streams.sent(), ...this.#streams.unsent()]) {
      if (!this.#parts.sender.widenStream(stream, bytes)) {
        throw flowControlError('SETTINGS_INITIAL_WINDOW_SIZE makes a window too large');
      }
    }
  }

  #ping(flags: number, streamId: number, payload: Buffer): void {
    if (streamId !== 0) throw protocolError('PING on a stream');
    if (payload.length !== PING_BYTES) throw frameSizeError(`PING of ${payload.length} bytes`);
    if ((flags & Flag.ACK) !== 0) {
      if (!this.#connection.pong(payload.readUInt32BE(0), payload.readUInt32BE(4))) this.#control();
      return;
    }
    this.#control();
    this.#parts.writer.pingAck(payload);
    this.#connection.answer();
  }

  #goaway(streamId: number, payload: Buffer): void {
    if (streamId !== 0) throw protocolError('GOAWAY on a stream');
    if (payload.length < 8) throw frameSizeError(`GOAWAY of ${payload.length} bytes`);
    const connection = this.#connection;
    if (connection.goawayReceived) this.#control();
    connection.goawayReceived = true;
    const last = payload.readUInt32BE(0) & 0x7fffffff;
    const code = payload.readUInt32BE(4);
    const debugData = payload.toString('utf8', 8, Math.min(payload.length, 264));
    if (connection.role === 'client') {
      const message = `the peer sent GOAWAY with ${errorCodeName(code)}${debugData && `: ${debugData}`}`;
      const late = this.#streams.sent().filter(({ id }) => id > last);
      for (const stream of [...this.#streams.unsent(), ...late]) {
        connection.abort(stream, ErrorCode.REFUSED_STREAM, message, true);
      }
    }
    connection.handler.onGoaway?.(code, last, debugData);
  }

  #windowUpdate(streamId: number, payload: Buffer): void {
    if (payload.length !== 4) throw frameSizeError(`WINDOW_UPDATE of ${payload.length} bytes`);
    const { sender } = this.#parts;
    if (!sender.takeCredit()) this.#control();
    const bytes = payload.readUInt32BE(0) & 0x7fffffff;
    if (streamId === 0) {
      if (bytes === 0) throw protocolError('WINDOW_UPDATE of 0');
      if (!sender.widen(bytes)) throw flowControlError('a window of the connection above 2^31-1');
    } else {
      const stream = this.#streams.get(streamId);
      if (stream === undefined) {
        if (this.#streams.isIdle(streamId)) throw protocolError(`WINDOW_UPDATE on stream ${streamId}, which is idle`);
      } else if (bytes === 0) this.#streamError(streamId, ErrorCode.PROTOCOL_ERROR, 'WINDOW_UPDATE of 0');
      else if (!sender.widenStream(stream, bytes)) {
        this.#streamError(streamId, ErrorCode.FLOW_CONTROL_ERROR, 'a window above 2^31-1');
      }
    }
    this.#connection.announce();
  }

  /** Priorities are ignored (RFC 9113 section 5.3.2), but for their form. */
  #priority(streamId: number, payload: Buffer): void {
    if (streamId === 0) throw protocolError('PRIORITY on stream 0');
    this.#control();
    if (payload.length !== 5) this.#streamError(streamId, ErrorCode.FRAME_SIZE_ERROR, 'PRIORITY of another size');
    else if ((payload.readUInt32BE(0) & 0x7fffffff) === streamId) {
      this.#streamError(streamId, ErrorCode.PROTOCOL_ERROR, 'a stream that depends on itself');
    }
  }

  /** A frame for a stream that takes none: too early, too late, or sent before the peer knew that we reset it. */
  #notOpen(streamId: number, what: string, stream: Http2Stream | undefined): void {
    if (stream === undefined) {
      if (this.#streams.isIdle(streamId)) throw protocolError(`${what} on stream ${streamId}, which is idle`);
      if (this.#streams.wasReset(streamId)) return;
      if (what === 'HEADERS' && this.#connection.role === 'server') {
        throw new Http2Error(ErrorCode.STREAM_CLOSED, `HEADERS on stream ${streamId}, which is closed`);
      }
    }
    this.#streamError(streamId, ErrorCode.STREAM_CLOSED, `${what} on a closed stream`);
  }

  #streamError(streamId: number, code: number, message: string): void {
    this.#countReset();
    this.#connection.writeReset(streamId, code);
    this.#connection.answer();
    const stream = this.#streams.get(streamId);
    if (stream === undefined) return;
    this.#connection.remove(stream);
    stream.handler.onReset(code, { by: 'local', unprocessed: false, message });
  }

  /** A server must not be kept busy with streams that are opened to be reset (CVE-2023-44487, CVE-2025-8671). */
  #countReset(): void {
    if (this.#connection.role === 'server' && !this.#resets.take()) throw floodError('too many streams were reset');
  }

  /** A frame that the peer may send only so often. */
  #control(): void {
    if (!this.#controlFrames.take()) throw floodError('too many frames that carry nothing');
  }
}

/** Of a stream whose handler is being asked for. */
const UNHANDLED: StreamHandler = {
  onHeaders: () => undefined,
  onData: () => undefined,
  onReset: () => undefined,
  onDrain: () => undefined,
};
