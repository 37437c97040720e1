import type { Rate } from './token-bucket.js';

export type ConnectionRole = 'client' | 'server';

/** Limits of a connection. A peer that breaks one gets a stream or connection error, as each says. */
export interface Http2Options {
  /** Streams that the peer may have open at a time; more are refused with REFUSED_STREAM. Default 100; of servers. */
  readonly maxConcurrentStreams?: number;
  /** Bytes that the peer may send on a stream before they are consumed. Default 1 MiB. */
  readonly initialWindowSize?: number;
  /** The same for all streams of the connection together. Default 16 MiB. */
  readonly connectionWindowSize?: number;
  /** Bytes of a header list, by RFC 9113 section 6.5.2; a longer one arrives `truncated`. Default 64 KiB. */
  readonly maxHeaderListSize?: number;
  /** Bytes of the table that the peer's encoder may use. Default 4,096. */
  readonly headerTableSize?: number;
  /** CONTINUATION frames of one header block; more are ENHANCE_YOUR_CALM. Default 128. */
  readonly maxContinuationFrames?: number;
  /**
   * Frames that carry nothing for the application: PING, SETTINGS, PRIORITY, WINDOW_UPDATE, empty DATA, unknown ones. A
   * useful frame gives one back. More are ENHANCE_YOUR_CALM. Default a burst of 1,000, then 200 a second.
   */
  readonly maxControlFrames?: Rate;
  /** Streams that the peer resets, or makes us reset; more are ENHANCE_YOUR_CALM. Default a burst of 1,000, then 500 a second. */
  readonly maxResets?: Rate;
  /** Names, in lower case, whose values are never put into a compression table, besides authorization and cookies. */
  readonly sensitive?: ReadonlySet<string>;
  /** Milliseconds, monotonic. Default `performance.now`. */
  readonly now?: () => number;
}

export type SettledHttp2Options = Required<Http2Options>;

export function settleHttp2Options(options: Http2Options): SettledHttp2Options {
  return {
    maxConcurrentStreams: 100,
    initialWindowSize: 1_048_576,
    connectionWindowSize: 16_777_216,
    maxHeaderListSize: 65_536,
    headerTableSize: 4_096,
    maxContinuationFrames: 128,
    maxControlFrames: { burst: 1_000, perSecond: 200 },
    maxResets: { burst: 1_000, perSecond: 500 },
    sensitive: new Set(),
    now: () => performance.now(),
    ...options,
  };
}
