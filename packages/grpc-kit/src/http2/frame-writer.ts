import { CLIENT_PREFACE, Flag, FrameType } from './frame.js';
import { Output } from './output.js';
import { type Settings, settingsPayload } from './settings.js';

/** What PING carries. */
export const PING_BYTES = 8;

/** Puts frames into the output. */
export class FrameWriter {
  readonly output: Output = new Output();

  preface(): void {
    this.output.raw(CLIENT_PREFACE, 0, CLIENT_PREFACE.length);
  }

  settings(local: Settings): void {
    const payload = settingsPayload(local);
    this.output.header(payload.length, FrameType.SETTINGS, 0, 0);
    this.output.raw(payload, 0, payload.length);
  }

  /** SETTINGS that set nothing; the peer has to acknowledge them. */
  emptySettings(): void {
    this.output.header(0, FrameType.SETTINGS, 0, 0);
  }

  settingsAck(): void {
    this.output.header(0, FrameType.SETTINGS, Flag.ACK, 0);
  }

  ping(kind: number, payload: number): void {
    this.output.header(PING_BYTES, FrameType.PING, 0, 0);
    this.output.uint32(kind);
    this.output.uint32(payload);
  }

  pingAck(payload: Buffer): void {
    this.output.header(PING_BYTES, FrameType.PING, Flag.ACK, 0);
    this.output.raw(payload, 0, PING_BYTES);
  }

  goaway(code: number, lastStreamId: number, debugData: string): void {
    const debug = Buffer.from(debugData);
    this.output.header(8 + debug.length, FrameType.GOAWAY, 0, 0);
    this.output.uint32(lastStreamId);
    this.output.uint32(code);
    this.output.raw(debug, 0, debug.length);
  }

  windowUpdate(streamId: number, bytes: number): void {
    this.output.header(4, FrameType.WINDOW_UPDATE, 0, streamId);
    this.output.uint32(bytes);
  }

  reset(streamId: number, code: number): void {
    this.output.header(4, FrameType.RST_STREAM, 0, streamId);
    this.output.uint32(code);
  }

  /** HEADERS, and CONTINUATION for what does not fit into one frame. */
  headers(streamId: number, block: Buffer, endStream: boolean, maxFrameSize: number): void {
    const end = endStream ? Flag.END_STREAM : 0;
    const first = Math.min(block.length, maxFrameSize);
    const complete = first === block.length ? Flag.END_HEADERS : 0;
    this.output.header(first, FrameType.HEADERS, complete | end, streamId);
    this.output.raw(block, 0, first);
    for (let at = first; at < block.length; at += maxFrameSize) {
      const to = Math.min(at + maxFrameSize, block.length);
      this.output.header(to - at, FrameType.CONTINUATION, to === block.length ? Flag.END_HEADERS : 0, streamId);
      this.output.raw(block, at, to);
    }
  }
}
