import { status } from '@grpc/grpc-js';

/** The name of a status as gRFC A66 labels it; numbers that are no status are UNKNOWN. */
export function statusName(code: number): string {
  return status[code] ?? 'UNKNOWN';
}
