import { GrpcKitError, quoted } from '../errors.js';
import { allBytesAt, bytesAt, bytesField, type Field, integerField, readFields } from '../protobuf.js';
import { checkAny } from './any-detail.js';
import type { AnyDetail, ErrorDetail } from './error-detail.js';
import { kindOf, messageName, standardDetails } from './standard-details.js';

/** The trailer that carries a `google.rpc.Status`. */
export const STATUS_DETAILS = 'grpc-status-details-bin';

/** Field numbers of `google.rpc.Status`. */
const CODE = 1;
const MESSAGE = 2;
const DETAILS = 3;
/** Field numbers of `google.protobuf.Any`. */
const TYPE_URL = 1;
const VALUE = 2;

const TYPE_HOST = 'type.googleapis.com/';

/**
 * A `google.rpc.Status`.
 * @throws GrpcKitError `ERR_POLICY_INVALID` when a detail is not one.
 */
export function encodeStatus(code: number, message: string, details: readonly ErrorDetail[]): Buffer {
  return Buffer.concat([
    integerField(CODE, code),
    bytesField(MESSAGE, message),
    ...details.map((detail, index) => bytesField(DETAILS, encodeAny(detail, `details[${index}]`))),
  ]);
}

/** The `google.protobuf.Any` messages of a `google.rpc.Status`; none when the bytes are not one. */
export function anyDetailsOf(status: Uint8Array): AnyDetail[] {
  try {
    return allBytesAt(readFields(status), DETAILS).map((bytes) => anyOf(readFields(bytes)));
  } catch {
    return [];
  }
}

/** The detail by its kind; one of another type, or that is not what its type says, stays as it came. */
export function understood(any: AnyDetail): ErrorDetail {
  const kind = kindOf(any.typeUrl.slice(any.typeUrl.lastIndexOf('/') + 1));
  if (kind === undefined) return any;
  try {
    return { kind, ...standardDetails[kind].decode(any.value) } as ErrorDetail;
  } catch {
    return any;
  }
}

function anyOf(fields: readonly Field[]): AnyDetail {
  const typeUrl = bytesAt(fields, TYPE_URL)?.toString('utf8') ?? '';
  return { kind: 'any', typeUrl, value: Uint8Array.from(bytesAt(fields, VALUE) ?? []) };
}

function encodeAny(detail: ErrorDetail, name: string): Buffer {
  const { typeUrl, value } = detail?.kind === 'any' ? checkAny(detail, name) : standardAny(detail, name);
  return Buffer.concat([bytesField(TYPE_URL, typeUrl), bytesField(VALUE, value)]);
}

function standardAny(detail: Exclude<ErrorDetail, AnyDetail>, name: string): Omit<AnyDetail, 'kind'> {
  const { kind, ...content } = detail ?? {};
  if (!Object.hasOwn(standardDetails, kind)) {
    const made = `made by badRequest, retryInfo, … or anyDetail of @org/grpc-kit/errors`;
    throw new GrpcKitError('ERR_POLICY_INVALID', `${name} is ${quoted(detail)}, but must be ${made}`, { option: name });
  }
  const codec = standardDetails[kind];
  codec.check(content as never, name);
  return { typeUrl: `${TYPE_HOST}${messageName(kind)}`, value: codec.encode(content as never) };
}
