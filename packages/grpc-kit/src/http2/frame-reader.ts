import { Flag, FRAME_HEADER_BYTES, FrameType } from './frame.js';
import { frameSizeError, protocolError } from './http2-error.js';

/** What a reader makes of received bytes. */
export interface FrameSink {
  /** The header of a DATA frame; `length` is what counts in flow control. */
  dataFrame(streamId: number, flags: number, length: number): void;
  /** A part of its data, without padding, as it arrives; `last`: of the frame. */
  dataPart(chunk: Buffer, start: number, end: number, last: boolean): void;
  /** Any other frame, whole. The payload is valid during the call only. */
  frame(type: number, flags: number, streamId: number, payload: Buffer): void;
}

/** Cuts received chunks into frames, wherever the chunks end. DATA is handed on as it comes and never kept. */
export class FrameReader {
  readonly #sink: FrameSink;
  readonly #maxFrameSize: number;
  /** A frame header that has come in part, then the payload of a frame that is not DATA. */
  #held: Buffer = Buffer.alloc(FRAME_HEADER_BYTES);
  #heldBytes = 0;
  #header = Buffer.alloc(FRAME_HEADER_BYTES);
  #type = 0;
  #flags = 0;
  #streamId = 0;
  /** Of the present frame: -1 before its header is complete. */
  #length = -1;
  /** Of a DATA frame: what is still to come. */
  #dataLeft = 0;
  #paddingLeft = 0;
  #inData = false;
  #padLengthDue = false;

  constructor(sink: FrameSink, maxFrameSize: number) {
    this.#sink = sink;
    this.#maxFrameSize = maxFrameSize;
  }

  /** A frame has come in part. */
  get midFrame(): boolean {
    return this.#length >= 0 || this.#heldBytes > 0;
  }

  /** @throws Http2Error when the bytes are no frames. */
  read(chunk: Buffer, from: number): void {
    const end = chunk.length;
    let at = from;
    while (at < end || this.#complete()) {
      if (this.#length < 0) at = this.#readHeader(chunk, at, end);
      else if (this.#inData) at = this.#readData(chunk, at, end);
      else at = this.#readPayload(chunk, at, end);
    }
  }

  /** A frame without a payload is complete with its header. */
  #complete(): boolean {
    return this.#length === 0 || (this.#inData && !this.#padLengthDue && this.#dataLeft + this.#paddingLeft === 0);
  }

  #readHeader(chunk: Buffer, at: number, end: number): number {
    if (this.#heldBytes === 0 && end - at >= FRAME_HEADER_BYTES) {
      this.#begin(chunk, at);
      return at + FRAME_HEADER_BYTES;
    }
    const copied = Math.min(FRAME_HEADER_BYTES - this.#heldBytes, end - at);
    chunk.copy(this.#header, this.#heldBytes, at, at + copied);
    this.#heldBytes += copied;
    if (this.#heldBytes === FRAME_HEADER_BYTES) {
      this.#heldBytes = 0;
      this.#begin(this.#header, 0);
    }
    return at + copied;
  }

  #begin(source: Buffer, at: number): void {
    const length = ((source[at] as number) << 16) | ((source[at + 1] as number) << 8) | (source[at + 2] as number);
    this.#type = source[at + 3] as number;
    this.#flags = source[at + 4] as number;
    this.#streamId = source.readUInt32BE(at + 5) & 0x7fffffff;
    if (length > this.#maxFrameSize) {
      throw frameSizeError(`a frame of ${length} bytes, above ${this.#maxFrameSize}`);
    }
    this.#length = length;
    this.#inData = this.#type === FrameType.DATA;
    if (!this.#inData) return;
    this.#padLengthDue = (this.#flags & Flag.PADDED) !== 0;
    if (this.#padLengthDue && length === 0) {
      throw frameSizeError('a padded DATA frame without its pad length');
    }
    this.#dataLeft = length;
    this.#paddingLeft = 0;
    this.#sink.dataFrame(this.#streamId, this.#flags, length);
  }

  #readData(chunk: Buffer, from: number, end: number): number {
    let at = from;
    if (this.#padLengthDue) {
      const padding = chunk[at++] as number;
      this.#padLengthDue = false;
      this.#dataLeft -= 1 + padding;
      this.#paddingLeft = padding;
      if (this.#dataLeft < 0) {
        throw protocolError('padding that is longer than its frame');
      }
      if (this.#dataLeft > 0 && at === end) return at;
    }
    if (this.#dataLeft > 0 || this.#paddingLeft === 0) {
      const taken = Math.min(this.#dataLeft, end - at);
      this.#dataLeft -= taken;
      const last = this.#dataLeft === 0;
      const done = last && this.#paddingLeft === 0;
      if (done) this.#finish();
      // Padding that is still to come does not hold the data back, but their end waits for it.
      this.#sink.dataPart(chunk, at, at + taken, done);
      return at + taken;
    }
    const skipped = Math.min(this.#paddingLeft, end - at);
    this.#paddingLeft -= skipped;
    if (this.#paddingLeft === 0) {
      this.#finish();
      this.#sink.dataPart(chunk, at, at, true);
    }
    return at + skipped;
  }

  #readPayload(chunk: Buffer, at: number, end: number): number {
    const length = this.#length;
    if (this.#heldBytes === 0 && end - at >= length) {
      this.#finish();
      this.#sink.frame(this.#type, this.#flags, this.#streamId, chunk.subarray(at, at + length));
      return at + length;
    }
    if (this.#held.length < length) this.#held = Buffer.allocUnsafe(length);
    const copied = Math.min(length - this.#heldBytes, end - at);
    chunk.copy(this.#held, this.#heldBytes, at, at + copied);
    this.#heldBytes += copied;
    if (this.#heldBytes === length) {
      this.#heldBytes = 0;
      this.#finish();
      this.#sink.frame(this.#type, this.#flags, this.#streamId, this.#held.subarray(0, length));
    }
    return at + copied;
  }

  #finish(): void {
    this.#length = -1;
    this.#inData = false;
  }
}
