import type { MethodDefinition } from '@grpc/grpc-js';
import { allBytesAt, bytesAt, bytesField, integerAt, integerField, readFields } from './protobuf.js';

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
    requestSerialize: () => EMPTY,
    requestDeserialize: () => ({}),
    responseSerialize: encodeList,
    responseDeserialize: decodeList,
  },
};

/** The only field of `HealthCheckRequest` and `HealthCheckResponse`. */
const SERVICE = 1;
const STATUS = 1;
/** The map of `HealthListResponse`, and the two fields of its entries. */
const STATUSES_BY_NAME = 1;
const KEY = 1;
const VALUE = 2;
const EMPTY = Buffer.alloc(0);

function encodeRequest({ service }: HealthCheckRequest): Buffer {
  return service === '' ? EMPTY : bytesField(SERVICE, service);
}

function decodeRequest(bytes: Buffer): HealthCheckRequest {
  return { service: bytesAt(readFields(bytes), SERVICE)?.toString('utf8') ?? '' };
}

function encodeResponse({ status }: HealthCheckResponse): Buffer {
  const number = STATUSES.indexOf(status);
  return number <= 0 ? EMPTY : integerField(STATUS, number);
}

function decodeResponse(bytes: Buffer): HealthCheckResponse {
  return { status: STATUSES[Number(integerAt(readFields(bytes), STATUS) ?? 0)] ?? 'UNKNOWN' };
}

function encodeList({ statuses }: HealthListResponse): Buffer {
  const entries = Object.entries(statuses).map(([service, response]) =>
    Buffer.concat([bytesField(KEY, service), bytesField(VALUE, encodeResponse(response))]),
  );
  return Buffer.concat(entries.map((entry) => bytesField(STATUSES_BY_NAME, entry)));
}

function decodeList(bytes: Buffer): HealthListResponse {
  const entries = allBytesAt(readFields(bytes), STATUSES_BY_NAME).map((entry) => {
    const parts = readFields(entry);
    return [bytesAt(parts, KEY)?.toString('utf8') ?? '', decodeResponse(bytesAt(parts, VALUE) ?? EMPTY)] as const;
  });
  return { statuses: Object.fromEntries(entries) };
}
