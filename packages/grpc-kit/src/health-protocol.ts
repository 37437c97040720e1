import type { MethodDefinition } from '@grpc/grpc-js';

/** `grpc.health.v1.HealthCheckResponse.ServingStatus`. */
export type ServingStatus = 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';

/** `grpc.health.v1.HealthCheckRequest`; the empty name stands for the whole server. */
export interface HealthCheckRequest {
  readonly service: string;
}

/** `grpc.health.v1.HealthCheckResponse`. */
export interface HealthCheckResponse {
  readonly status: ServingStatus;
}

/** `grpc.health.v1.HealthListResponse`. */
interface HealthListResponse {
  readonly statuses: Readonly<Record<string, HealthCheckResponse>>;
}

/** What grpc-js needs to serve or call `grpc.health.v1.Health`. */
export interface HealthDefinition {
  readonly check: MethodDefinition<HealthCheckRequest, HealthCheckResponse>;
  readonly watch: MethodDefinition<HealthCheckRequest, HealthCheckResponse>;
  readonly list: MethodDefinition<object, HealthListResponse>;
}

const STATUSES: readonly ServingStatus[] = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];

/** The service by hand: four small messages do not earn a code generator or a .proto at run time. */
export const healthDefinition: HealthDefinition = {
  check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: encodeRequest,
    requestDeserialize: decodeRequest,
    responseSerialize: encodeResponse,
    responseDeserialize: decodeResponse,
  },
  watch: {
    path: '/grpc.health.v1.Health/Watch',
    requestStream: false,
    responseStream: true,
    requestSerialize: encodeRequest,
    requestDeserialize: decodeRequest,
    responseSerialize: encodeResponse,
    responseDeserialize: decodeResponse,
  },
  list: {
    path: '/grpc.health.v1.Health/List',
    requestStream: false,
    responseStream: false,
    requestSerialize: () => Buffer.alloc(0),
    requestDeserialize: () => ({}),
    responseSerialize: encodeList,
    responseDeserialize: decodeList,
  },
};

const LENGTH_DELIMITED = 2;
const FIRST_FIELD_BYTES = 0x0a;
const SECOND_FIELD_BYTES = 0x12;
const FIRST_FIELD_VARINT = 0x08;

function encodeRequest({ service }: HealthCheckRequest): Buffer {
  return service === '' ? Buffer.alloc(0) : bytesField(FIRST_FIELD_BYTES, Buffer.from(service));
}

function decodeRequest(bytes: Buffer): HealthCheckRequest {
  const service = fields(bytes).find((field) => field.tag === FIRST_FIELD_BYTES)?.bytes;
  return { service: service?.toString('utf8') ?? '' };
}

function encodeResponse({ status }: HealthCheckResponse): Buffer {
  const number = STATUSES.indexOf(status);
  return number <= 0 ? Buffer.alloc(0) : Buffer.of(FIRST_FIELD_VARINT, number);
}

function decodeResponse(bytes: Buffer): HealthCheckResponse {
  const number = fields(bytes).find((field) => field.tag === FIRST_FIELD_VARINT)?.value ?? 0;
  return { status: STATUSES[number] ?? 'UNKNOWN' };
}

function encodeList({ statuses }: HealthListResponse): Buffer {
  return Buffer.concat(
    Object.entries(statuses).map(([service, response]) =>
      bytesField(
        FIRST_FIELD_BYTES,
        Buffer.concat([
          bytesField(FIRST_FIELD_BYTES, Buffer.from(service)),
          bytesField(SECOND_FIELD_BYTES, encodeResponse(response)),
        ]),
      ),
    ),
  );
}

function decodeList(bytes: Buffer): HealthListResponse {
  const entries = fields(bytes).map(({ bytes: entry = Buffer.alloc(0) }) => {
    const parts = fields(entry);
    const name = parts.find((part) => part.tag === FIRST_FIELD_BYTES)?.bytes?.toString('utf8') ?? '';
    const response = parts.find((part) => part.tag === SECOND_FIELD_BYTES)?.bytes ?? Buffer.alloc(0);
    return [name, decodeResponse(response)] as const;
  });
  return { statuses: Object.fromEntries(entries) };
}

function bytesField(tag: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

interface Field {
  readonly tag: number;
  readonly value?: number;
  readonly bytes?: Buffer;
}

/** Every field of a message; unknown ones are kept, as protobuf asks, and simply not looked at. */
function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const read = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError('message ends inside a varint');
      if (shift < 28) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('varint longer than ten bytes');
  };
  const skip = (length: number): Buffer => {
    if (at + length > message.length) throw new RangeError('message ends inside a field');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = read();
    const wireType = tag & 7;
    if (wireType === 0) found.push({ tag, value: read() });
    else if (wireType === LENGTH_DELIMITED) found.push({ tag, bytes: skip(read()) });
    else if (wireType === 1) skip(8);
    else if (wireType === 5) skip(4);
    else throw new RangeError(`wire type ${wireType} is not in use`);
  }
  return found;
}
