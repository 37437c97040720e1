import { status } from '@grpc/grpc-js';
import { ErrorCode } from '../http2/error-code.js';

/** What an answer means that is HTTP and not gRPC (grpc's `http-grpc-status-mapping.md`). */
export function statusOfHttp(httpStatus: number): status {
  return HTTP[httpStatus] ?? status.UNKNOWN;
}

const HTTP: Readonly<Record<number, status>> = {
  400: status.INTERNAL,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.UNIMPLEMENTED,
  429: status.UNAVAILABLE,
  502: status.UNAVAILABLE,
  503: status.UNAVAILABLE,
  504: status.UNAVAILABLE,
};

/** What a stream that the peer reset means (grpc's `PROTOCOL-HTTP2.md`, "Errors"). */
export function statusOfReset(code: number): { readonly code: status; readonly details: string } {
  switch (code) {
    case ErrorCode.REFUSED_STREAM:
      return { code: status.UNAVAILABLE, details: 'Stream refused by server' };
    case ErrorCode.CANCEL:
      return { code: status.CANCELLED, details: 'Call cancelled' };
    case ErrorCode.ENHANCE_YOUR_CALM:
      return { code: status.RESOURCE_EXHAUSTED, details: 'Bandwidth exhausted or memory limit exceeded' };
    case ErrorCode.INADEQUATE_SECURITY:
      return { code: status.PERMISSION_DENIED, details: 'Protocol not secure enough' };
    case ErrorCode.NO_ERROR:
      return { code: status.INTERNAL, details: 'Received RST_STREAM with code 0 (Call ended without gRPC status)' };
    default:
      return { code: status.INTERNAL, details: `Received RST_STREAM with code ${code}` };
  }
}
