import { DEFAULT_MAX_FRAME_SIZE, DEFAULT_WINDOW, MAX_WINDOW } from './frame.js';
import { flowControlError, protocolError } from './http2-error.js';

/** The parameters of SETTINGS that this implementation knows, in effect on one side of a connection. */
export interface Settings {
  headerTableSize: number;
  enablePush: boolean;
  maxConcurrentStreams: number;
  initialWindowSize: number;
  maxFrameSize: number;
  maxHeaderListSize: number;
}

const HEADER_TABLE_SIZE = 1;
const ENABLE_PUSH = 2;
const MAX_CONCURRENT_STREAMS = 3;
const INITIAL_WINDOW_SIZE = 4;
const MAX_FRAME_SIZE = 5;
const MAX_HEADER_LIST_SIZE = 6;

/** What holds before any SETTINGS frame (RFC 9113 section 6.5.2). */
export function initialSettings(): Settings {
  return {
    headerTableSize: 4096,
    enablePush: true,
    maxConcurrentStreams: Number.POSITIVE_INFINITY,
    initialWindowSize: DEFAULT_WINDOW,
    maxFrameSize: DEFAULT_MAX_FRAME_SIZE,
    maxHeaderListSize: Number.POSITIVE_INFINITY,
  };
}

/**
 * The payload of a SETTINGS frame, applied to `settings`.
 * @throws Http2Error for a value that RFC 9113 forbids.
 */
export function applySettings(settings: Settings, payload: Buffer): void {
  for (let at = 0; at < payload.length; at += 6) {
    const value = payload.readUInt32BE(at + 2);
    switch (payload.readUInt16BE(at)) {
      case HEADER_TABLE_SIZE:
        settings.headerTableSize = value;
        break;
      case ENABLE_PUSH:
        if (value > 1) throw protocolError(`SETTINGS_ENABLE_PUSH is ${value}, not 0 or 1`);
        settings.enablePush = value === 1;
        break;
      case MAX_CONCURRENT_STREAMS:
        settings.maxConcurrentStreams = value;
        break;
      case INITIAL_WINDOW_SIZE:
        if (value > MAX_WINDOW) {
          throw flowControlError(`SETTINGS_INITIAL_WINDOW_SIZE is ${value}, above 2^31-1`);
        }
        settings.initialWindowSize = value;
        break;
      case MAX_FRAME_SIZE:
        if (value < DEFAULT_MAX_FRAME_SIZE || value > 2 ** 24 - 1) {
          throw protocolError(`SETTINGS_MAX_FRAME_SIZE is ${value}, not 2^14 to 2^24-1`);
        }
        settings.maxFrameSize = value;
        break;
      case MAX_HEADER_LIST_SIZE:
        settings.maxHeaderListSize = value;
        break;
    }
  }
}

/** The payload that tells the peer what differs from the initial values. */
export function settingsPayload(local: Settings): Buffer {
  const initial = initialSettings();
  const parameters: [id: number, value: number][] = [];
  if (local.headerTableSize !== initial.headerTableSize) parameters.push([HEADER_TABLE_SIZE, local.headerTableSize]);
  if (!local.enablePush) parameters.push([ENABLE_PUSH, 0]);
  if (Number.isFinite(local.maxConcurrentStreams)) {
    parameters.push([MAX_CONCURRENT_STREAMS, local.maxConcurrentStreams]);
  }
  if (local.initialWindowSize !== initial.initialWindowSize) {
    parameters.push([INITIAL_WINDOW_SIZE, local.initialWindowSize]);
  }
  if (local.maxFrameSize !== initial.maxFrameSize) parameters.push([MAX_FRAME_SIZE, local.maxFrameSize]);
  if (Number.isFinite(local.maxHeaderListSize)) parameters.push([MAX_HEADER_LIST_SIZE, local.maxHeaderListSize]);
  const payload = Buffer.alloc(parameters.length * 6);
  parameters.forEach(([id, value], index) => {
    payload.writeUInt16BE(id, index * 6);
    payload.writeUInt32BE(value, index * 6 + 2);
  });
  return payload;
}
