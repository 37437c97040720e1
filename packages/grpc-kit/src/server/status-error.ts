import { Metadata, type ServiceError, type status } from '@grpc/grpc-js';
import type { ErrorDetail } from '../error-details/error-detail.js';
import { expected } from '../error-details/message-fields.js';
import { encodeStatus, STATUS_DETAILS } from '../error-details/rpc-status.js';
import { knownOptions } from '../known-options.js';

/** What an error of a handler carries besides code and message. */
export interface StatusErrorOptions {
  /** What went wrong, for programs: made by `badRequest`, `retryInfo`, … of `@org/grpc-kit/errors`. Default: none. */
  readonly details?: readonly ErrorDetail[] | undefined;
  /** Trailers that go along. Default: none. */
  readonly metadata?: Metadata | undefined;
}

/**
 * An error that a handler throws on purpose: the peer gets exactly this status, and it is not logged as a failure.
 * `details` go along as `google.rpc.Status` in the trailer `grpc-status-details-bin`.
 * @throws GrpcKitError `ERR_POLICY_INVALID` for an unknown option, or a detail that is not one.
 */
export function statusError(code: status, message: string, options?: Metadata | StatusErrorOptions): StatusError {
  const metadata = trailersFor(code, message, options);
  return Object.assign(new Error(message), { code, details: message, ...(metadata && { metadata }) });
}

function trailersFor(
  code: status,
  message: string,
  options: Metadata | StatusErrorOptions | undefined,
): Metadata | undefined {
  if (options === undefined || isMetadata(options)) return options;
  const { details, metadata } = knownOptions(options, 'statusError options', { details: true, metadata: true });
  if (details === undefined) return metadata;
  expected(Array.isArray(details), 'statusError options.details', details, 'a list of details');
  const trailers = metadata?.clone() ?? new Metadata();
  trailers.set(STATUS_DETAILS, encodeStatus(code, message, details));
  return trailers;
}

/** Of any copy of grpc-js. */
function isMetadata(options: Metadata | StatusErrorOptions): options is Metadata {
  return typeof (options as Partial<Metadata>)?.toHttp2Headers === 'function';
}

/** An error with a gRPC status. */
export type StatusError = Error & Pick<ServiceError, 'code' | 'details'> & { metadata?: Metadata };

const LARGEST_STATUS = 16;

/** Whether an error says on purpose which status the peer gets: an integer `code` from 1 to 16. */
export function isStatusError(error: unknown): error is StatusError {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return Number.isInteger(code) && (code as number) >= 1 && (code as number) <= LARGEST_STATUS;
}
