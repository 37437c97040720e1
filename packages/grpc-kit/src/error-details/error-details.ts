import type { ErrorDetail } from './error-detail.js';
import { anyDetailsOf, STATUS_DETAILS, understood } from './rpc-status.js';
import { bytesOf, trailersOf } from './trailers.js';

/**
 * What a failed call says besides its status, each detail with its `kind`; empty when it says nothing, also for
 * errors that are not of a call. Details of other types, or that cannot be read, have the kind `any`.
 */
export function errorDetails(error: unknown): readonly ErrorDetail[] {
  const trailers = trailersOf(error);
  const status = trailers && bytesOf(trailers, STATUS_DETAILS);
  return status === undefined ? [] : anyDetailsOf(status).map(understood);
}
