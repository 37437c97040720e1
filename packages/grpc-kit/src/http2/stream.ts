import type { HeaderList } from './header-list.js';
import { ReceiveWindow } from './receive-window.js';

/** How a stream ended that did not end by END_STREAM on both sides. */
export interface StreamEnd {
  /** Who ended it: the peer by RST_STREAM, we because of what the peer sent, or the end of the connection. */
  readonly by: 'peer' | 'local' | 'connection';
  /** The peer has not begun to process it, so that sending it again is safe. */
  readonly unprocessed: boolean;
  /** For people. */
  readonly message: string;
}

/** Told what happens to a stream, while the connection receives. It may call any method from within, and must not throw. */
export interface StreamHandler {
  /** The head of the response (client; informational ones are skipped), or trailers, which end the stream. */
  onHeaders(headers: HeaderList, endStream: boolean): void;
  /** `chunk[start..end)`; it is empty only when it ends the stream. The chunk is the network's: copy what is kept for long. */
  onData(chunk: Buffer, start: number, end: number, endStream: boolean): void;
  /** The last event of a stream that did not end regularly. */
  onReset(code: number, end: StreamEnd): void;
  /** All that `sendData` had left waiting has been sent. */
  onDrain(): void;
}

/** What a stream needs of its connection. */
export interface StreamHost {
  sendHeaders(stream: Http2Stream, shared: readonly string[], own: readonly string[] | undefined, end: boolean): void;
  sendData(stream: Http2Stream, prefix: Uint8Array | undefined, data: Uint8Array | undefined, end: boolean): void;
  resetStream(stream: Http2Stream, code: number): void;
  consumed(stream: Http2Stream, bytes: number): void;
}

/** Data that waits for a window or the socket. */
export interface PendingData {
  readonly bytes: Uint8Array;
  sent: number;
  readonly end: boolean;
}

/** One stream. What is marked internal belongs to the connection. */
export class Http2Stream {
  /** 0 until a client has sent its head. */
  id = 0;
  handler: StreamHandler;
  /** Bytes given to `sendData` that have not been sent. */
  pendingBytes = 0;
  /** It ended on both sides, or was reset. */
  closed = false;
  /** We have sent, or are about to send, END_STREAM. @internal */
  localEnded = false;
  /** The peer has. @internal */
  remoteEnded = false;
  /** The head of the peer's message has come. @internal */
  headReceived = false;
  /** @internal */
  sendWindow: number;
  /** @internal */
  readonly receiveWindow: ReceiveWindow;
  /** Received, and counted against both windows until it is consumed. @internal */
  unconsumed = 0;
  /** Bytes that `content-length` announced and that have not come; -1 without it. @internal */
  announced = -1;
  /** @internal */
  pending: PendingData[] | undefined = undefined;
  readonly #host: StreamHost;

  /** @internal */
  constructor(host: StreamHost, handler: StreamHandler, sendWindow: number, receiveWindow: number) {
    this.#host = host;
    this.handler = handler;
    this.sendWindow = sendWindow;
    this.receiveWindow = new ReceiveWindow(receiveWindow);
  }

  /**
   * @param shared Name, value, …: an array that is passed again and again, by identity. Its fields go to the compression
   * table and its encoding is kept.
   * @param own Fields of this message alone.
   */
  sendHeaders(shared: readonly string[], own: readonly string[] | undefined, endStream: boolean): void {
    this.#host.sendHeaders(this, shared, own, endStream);
  }

  /** @param prefix Copied at once. @param data Kept by reference until it is written. */
  sendData(prefix: Uint8Array | undefined, data: Uint8Array | undefined, endStream: boolean): void {
    this.#host.sendData(this, prefix, data, endStream);
  }

  /** RST_STREAM, and no more events. */
  reset(code: number): void {
    this.#host.resetStream(this, code);
  }

  /** So many of the received bytes have been used up; the peer may send as many more. */
  consumed(bytes: number): void {
    this.#host.consumed(this, bytes);
  }
}
