/** `grpc.health.v1`, by hand: a request is one string and a response one number. */
export const HEALTH_WATCH = '/grpc.health.v1.Health/Watch';
export const HEALTH_CHECK = '/grpc.health.v1.Health/Check';

const SERVING = 1;
const SERVICE_FIELD = 0x0a;
const STATUS_FIELD = 0x08;

/** `HealthCheckRequest` for a service; the empty name stands for the whole server. */
export function healthRequest(service: string): Buffer {
  if (service === '') return Buffer.alloc(0);
  const name = Buffer.from(service);
  return Buffer.concat([Buffer.from([SERVICE_FIELD, ...varint(name.length)]), name]);
}

/** Whether a `HealthCheckResponse` says SERVING. */
export function saysServing(response: Buffer): boolean {
  return response.length >= 2 && response[0] === STATUS_FIELD && response[1] === SERVING;
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
