import { DEFAULT_MAX_FRAME_SIZE, DEFAULT_WINDOW, Flag, FrameType, MAX_WINDOW } from './frame.js';
import type { Output } from './output.js';
import type { Http2Stream } from './stream.js';

/** Beyond this, frames of a tick wait in their streams until the socket has taken what is there. */
const MOST_OUTPUT = 1_048_576;
const MOST_CREDIT = 1_000;

/** Sends DATA of all streams within the peer's windows (RFC 9113 section 5.2), a frame of each by turns when they wait. */
export class Sender {
  maxFrameSize: number = DEFAULT_MAX_FRAME_SIZE;
  readonly #output: Output;
  readonly #ended: (stream: Http2Stream) => void;
  #window = DEFAULT_WINDOW;
  #credit = 0;
  readonly #waiting = new Set<Http2Stream>();
  #writable = true;

  /** @param ended Told that END_STREAM of a stream is in the output. */
  constructor(output: Output, ended: (stream: Http2Stream) => void) {
    this.#output = output;
    this.#ended = ended;
  }

  get writable(): boolean {
    return this.#writable;
  }

  setWritable(writable: boolean): void {
    this.#writable = writable;
    if (writable && this.#waiting.size > 0) this.pump();
  }

  send(stream: Http2Stream, prefix: Uint8Array | undefined, data: Uint8Array | undefined, end: boolean): void {
    const prefixBytes = prefix === undefined ? 0 : prefix.length;
    const bytes = prefixBytes + (data === undefined ? 0 : data.length);
    if (end) stream.localEnded = true;
    const fits = bytes <= this.maxFrameSize && bytes <= stream.sendWindow && bytes <= this.#window;
    if (!fits || stream.pending !== undefined || !this.#open) {
      this.#queue(stream, prefix, data, end, bytes);
      return;
    }
    this.#output.header(bytes, FrameType.DATA, end ? Flag.END_STREAM : 0, stream.id);
    if (prefix !== undefined) this.#output.raw(prefix, 0, prefixBytes);
    if (data !== undefined) this.#output.data(data, 0, data.length);
    this.#spent(stream, bytes);
    if (end) this.#ended(stream);
  }

  /** False: the window is larger than 2^31-1 now. */
  widen(bytes: number): boolean {
    this.#window += bytes;
    if (this.#waiting.size > 0) this.pump();
    return this.#window <= MAX_WINDOW;
  }

  /** False: the window is larger than 2^31-1 now. */
  widenStream(stream: Http2Stream, bytes: number): boolean {
    stream.sendWindow += bytes;
    if (this.#waiting.has(stream)) this.pump();
    return stream.sendWindow <= MAX_WINDOW;
  }

  forget(stream: Http2Stream): void {
    stream.pending = undefined;
    stream.pendingBytes = 0;
    this.#waiting.delete(stream);
  }

  /** Sends what windows and socket allow. */
  pump(): void {
    for (let sent = true; sent; ) {
      sent = false;
      for (const stream of this.#waiting) {
        if (!this.#open) return;
        if (this.#sendFrame(stream)) sent = true;
      }
    }
  }

  get #open(): boolean {
    return this.#writable && this.#output.bytes < MOST_OUTPUT;
  }

  #queue(
    stream: Http2Stream,
    prefix: Uint8Array | undefined,
    data: Uint8Array | undefined,
    end: boolean,
    bytes: number,
  ): void {
    stream.pending ??= [];
    stream.pendingBytes += bytes;
    if (data === undefined) stream.pending.push({ bytes: Buffer.from(prefix ?? []), sent: 0, end });
    else {
      if (prefix !== undefined) stream.pending.push({ bytes: Buffer.from(prefix), sent: 0, end: false });
      stream.pending.push({ bytes: data, sent: 0, end });
    }
    this.#waiting.add(stream);
    this.pump();
  }

  /** One DATA frame of what waits; false when a window is closed. */
  #sendFrame(stream: Http2Stream): boolean {
    const pending = stream.pending;
    if (pending === undefined) return false;
    // A window may be negative, after SETTINGS made it smaller; END_STREAM alone needs none.
    const most = Math.max(0, Math.min(this.maxFrameSize, stream.sendWindow, this.#window));
    const bytes = Math.min(most, stream.pendingBytes);
    if (bytes === 0 && stream.pendingBytes > 0) return false;
    // The frame's header comes first: what follows decides whether it is the last.
    const done = bytes === stream.pendingBytes;
    const end = done && pending[pending.length - 1]?.end === true;
    this.#output.header(bytes, FrameType.DATA, end ? Flag.END_STREAM : 0, stream.id);
    for (let left = bytes; left > 0; ) {
      const [first] = pending as [(typeof pending)[number]];
      const taken = Math.min(left, first.bytes.length - first.sent);
      this.#output.data(first.bytes, first.sent, first.sent + taken);
      first.sent += taken;
      left -= taken;
      if (first.sent === first.bytes.length) pending.shift();
    }
    stream.pendingBytes -= bytes;
    this.#spent(stream, bytes);
    if (!done) return true;
    this.forget(stream);
    if (end) this.#ended(stream);
    stream.handler.onDrain();
    return true;
  }

  /** Whether a WINDOW_UPDATE of the peer may be the answer to something that we sent: two for each DATA frame. */
  takeCredit(): boolean {
    if (this.#credit === 0) return false;
    this.#credit -= 1;
    return true;
  }

  #spent(stream: Http2Stream, bytes: number): void {
    this.#credit = Math.min(this.#credit + 2, MOST_CREDIT);
    stream.sendWindow -= bytes;
    this.#window -= bytes;
  }
}
