import { Flag } from './frame.js';
import { floodError, frameSizeError, protocolError } from './http2-error.js';

/** A header block that has come in part: HEADERS without END_HEADERS, and the CONTINUATION frames that follow. */
export class HeaderBlock {
  readonly streamId: number;
  readonly endStream: boolean;
  readonly dependsOnItself: boolean;
  readonly #fragments: Buffer[];
  #bytes: number;
  #frames = 0;

  constructor(streamId: number, endStream: boolean, dependsOnItself: boolean, first: Buffer) {
    this.streamId = streamId;
    this.endStream = endStream;
    this.dependsOnItself = dependsOnItself;
    this.#fragments = [Buffer.from(first)];
    this.#bytes = first.length;
  }

  /** @throws Http2Error ENHANCE_YOUR_CALM above the limits. */
  add(fragment: Buffer, maxFrames: number, maxBytes: number): void {
    this.#frames += 1;
    this.#bytes += fragment.length;
    if (this.#frames > maxFrames || this.#bytes > maxBytes) {
      const size = `${this.#bytes} bytes in ${this.#frames + 1} frames`;
      throw floodError(`a header block of ${size} that does not end`);
    }
    this.#fragments.push(Buffer.from(fragment));
  }

  join(): Buffer {
    return Buffer.concat(this.#fragments, this.#bytes);
  }
}

/** Where in the payload of a HEADERS frame its fragment lies. */
export interface Fragment {
  readonly start: number;
  readonly end: number;
  /** The stream that it depends on (deprecated priority), or undefined. */
  readonly dependency: number | undefined;
}

/** @throws Http2Error when padding or priority do not fit into the frame. */
export function fragmentOf(flags: number, payload: Buffer): Fragment {
  if ((flags & (Flag.PADDED | Flag.PRIORITY)) === 0) return { start: 0, end: payload.length, dependency: undefined };
  const padded = (flags & Flag.PADDED) !== 0;
  const prioritized = (flags & Flag.PRIORITY) !== 0;
  const start = (padded ? 1 : 0) + (prioritized ? 5 : 0);
  if (payload.length < start) throw frameSizeError('a HEADERS frame that is too short');
  const end = payload.length - (padded ? (payload[0] as number) : 0);
  if (end < start) throw protocolError('padding that is longer than its frame');
  const dependency = prioritized ? payload.readUInt32BE(padded ? 1 : 0) & 0x7fffffff : undefined;
  return { start, end, dependency };
}
