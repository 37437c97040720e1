import { Metadata, type ServiceError, type status } from '@grpc/grpc-js';
import { wellFormed } from '../call-status.js';
import type { ErrorDetail } from '../error-details/error-detail.js';
import { expected } from '../error-details/message-fields.js';
import { encodeStatus, STATUS_DETAILS } from '../error-details/rpc-status.js';
import { GrpcKitError, quoted } from '../errors.js';
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
 * @throws GrpcKitError `ERR_POLICY_INVALID` for a code that is not an integer from 1 to 16, an unknown option, or a detail that
 * is not one.
 */
export function statusError(code: status, message: string, options?: Metadata | StatusErrorOptions): StatusError {
  if (!isErrorCode(code)) {
    const allowed = 'a status of @grpc/grpc-js other than OK: an integer from 1 to 16';
    throw new GrpcKitError('ERR_POLICY_INVALID', `statusError code is ${quoted(code)}; expected ${allowed}`);
  }
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

/**
 * The status that an error was made to carry, or undefined. Made to carry one are: what `statusError` returns, a
 * `ServiceError` of grpc-js, an error of nice-grpc (all have a code and details), a ConnectError, and a plain object
 * `{ code, details }` or `{ code, message }` as grpc-js's callbacks take it. Many other errors have a number for a code
 * (`execFile`'s exit code, DOMException, drivers of databases): their message is nobody's business.
 */
export function statusOf(error: unknown): StatusError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, details, message, rawMessage, metadata, name } = error as Record<string, unknown>;
  if (!isErrorCode(code)) return undefined;
  const text =
    typeof details === 'string'
      ? details
      : name === 'ConnectError' && typeof rawMessage === 'string'
        ? rawMessage
        : isPlain(error) && typeof message === 'string'
          ? message
          : undefined;
  if (text === undefined) return undefined;
  const complete = text === details && (metadata === undefined || metadata instanceof Metadata);
  if (complete && wellFormed(text) === text) return error as StatusError;
  const known = metadataOf(metadata);
  const settled = { code, details: wellFormed(text), ...(known && { metadata: known }) };
  return Object.assign(new Error(settled.details), settled);
}

function isErrorCode(code: unknown): code is status {
  return Number.isInteger(code) && (code as number) >= 1 && (code as number) <= LARGEST_STATUS;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Metadata of any copy of grpc-js, or the `Headers` of a ConnectError; anything else is not sent. */
function metadataOf(given: unknown): Metadata | undefined {
  if (given instanceof Metadata) return given;
  if (typeof given !== 'object' || given === null) return undefined;
  const { toHttp2Headers } = given as Partial<Metadata>;
  if (typeof toHttp2Headers === 'function') {
    return Metadata.fromHttp2Headers(toHttp2Headers.call(given) as never);
  }
  if (!(given instanceof Headers)) return undefined;
  const metadata = new Metadata();
  for (const [name, value] of given) {
    if (name.endsWith('-bin')) metadata.add(name, Buffer.from(value, 'base64'));
    else metadata.add(name, value);
  }
  return metadata;
}
