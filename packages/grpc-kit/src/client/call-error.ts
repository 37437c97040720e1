import { Metadata, type ServiceError, type StatusObject, status } from '@grpc/grpc-js';
import { GrpcKitError } from '../errors.js';

/** A failed call: grpc-js's `ServiceError`, and what a log line needs to tell what happened. */
export interface CallError extends ServiceError {
  /** The target as it was given. */
  readonly target: string;
  /** Full method, `/pkg.Service/Method`. */
  readonly method: string;
  /** `address:port` that the last attempt went to; undefined when the call reached none. */
  readonly backend: string | undefined;
  /** Attempts that were given to a backend. */
  readonly attempts: number;
  readonly elapsedMs: number;
}

/** What the message and the fields of a `CallError` are made of. */
export interface CallFailure {
  readonly status: StatusObject;
  readonly target: string;
  readonly method: string;
  readonly backend: string | undefined;
  readonly attempts: number;
  readonly elapsedMs: number;
  /** The reason of an abort, or the DNS error behind a target that cannot be resolved. */
  readonly cause: unknown;
}

/** Created where the caller awaits, so that the stack leads there without having been captured for every call. */
export function callError({ status: ended, cause, ...rest }: CallFailure): CallError {
  const { code, details, metadata } = ended;
  const error = new Error(`${code} ${status[code]}: ${details}`, cause === undefined ? undefined : { cause });
  return Object.assign(error, { code, details, metadata, ...rest });
}

/** The status of a call that this side ended. */
export function localStatus(code: status, details: string): StatusObject {
  return { code, details, metadata: new Metadata() };
}

/** What a call on a closed client rejects with. */
export function closedError(target: string): GrpcKitError {
  return new GrpcKitError('ERR_CLOSED', `the client of ${target} is closed`);
}
