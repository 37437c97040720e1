import type { Metadata, ServiceError, status } from '@grpc/grpc-js';

/** An error that a handler throws on purpose: the peer gets exactly this status, and it is not logged as a failure. */
export function statusError(code: status, details: string, metadata?: Metadata): StatusError {
  return Object.assign(new Error(details), { code, details, ...(metadata && { metadata }) });
}

/** An error with a gRPC status. */
export type StatusError = Error & Pick<ServiceError, 'code' | 'details'> & { metadata?: Metadata };

const LARGEST_STATUS = 16;

/** Whether an error says on purpose which status the peer gets: an integer `code` from 1 to 16. */
export function isStatusError(error: unknown): error is StatusError {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return Number.isInteger(code) && (code as number) >= 1 && (code as number) <= LARGEST_STATUS;
}
