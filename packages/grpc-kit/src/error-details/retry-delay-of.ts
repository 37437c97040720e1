import { readFields } from '../protobuf.js';
import { readDurationMs } from './duration.js';
import { anyDetailsOf, STATUS_DETAILS } from './rpc-status.js';
import { bytesOf, textOf, trailersOf } from './trailers.js';

/** The trailer by which a server steers retries (gRFC A6). */
const PUSHBACK = 'grpc-retry-pushback-ms';
const RETRY_INFO = /(^|\/)google\.rpc\.RetryInfo$/;
const RETRY_DELAY = 1;

/**
 * The time in ms that the server wants to pass before the next attempt, by the trailers of a failed call or its error:
 * `grpc-retry-pushback-ms`, else `RetryInfo` among its details. `Infinity`: it wants none (a pushback that is negative
 * or not a number, gRFC A6). Undefined: it says nothing.
 */
export function retryDelayOf(trailersOrError: unknown): number | undefined {
  const trailers = trailersOf(trailersOrError);
  if (trailers === undefined) return undefined;
  const pushback = textOf(trailers, PUSHBACK);
  if (pushback !== undefined) return /^\d{1,10}$/.test(pushback) ? Number(pushback) : Number.POSITIVE_INFINITY;
  const status = bytesOf(trailers, STATUS_DETAILS);
  if (status === undefined) return undefined;
  const info = anyDetailsOf(status).find(({ typeUrl }) => RETRY_INFO.test(typeUrl));
  return info && delayIn(info.value);
}

function delayIn(retryInfo: Uint8Array): number | undefined {
  try {
    const delayMs = readDurationMs(readFields(retryInfo), RETRY_DELAY);
    return delayMs === undefined ? undefined : Math.max(0, delayMs);
  } catch {
    return undefined;
  }
}
