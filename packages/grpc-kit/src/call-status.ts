import { type StatusObject, status } from '@grpc/grpc-js';

const LARGEST_STATUS = 16;
/** How grpc-js words the end of a stream whose whole connection is gone. */
const LOST_CONNECTION = /Session closed|^Connection dropped/;

/** A status code of gRPC; numbers that are none are UNKNOWN, as the specification has it. */
export function knownStatus(code: unknown): status {
  return Number.isInteger(code) && (code as number) >= 0 && (code as number) <= LARGEST_STATUS
    ? (code as status)
    : status.UNKNOWN;
}

/** Text that can be sent: halves of surrogate pairs, which percent-encoding refuses, become U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/**
 * The status of a call as it enters this side, whatever the peer or grpc-js made of it: a code of gRPC, a text, and
 * UNAVAILABLE for a connection that was lost, which grpc-js calls INTERNAL when HTTP/2 had an error to tell.
 */
export function settledStatus(ended: StatusObject): StatusObject {
  const { code, details } = ended;
  const known = knownStatus(code);
  const settled = known === status.INTERNAL && LOST_CONNECTION.test(details) ? status.UNAVAILABLE : known;
  if (settled === code && typeof details === 'string') return ended;
  const text = details ?? (known === code ? '' : `the server sent the status ${code}, which gRPC does not have`);
  return { ...ended, code: settled, details: text };
}
