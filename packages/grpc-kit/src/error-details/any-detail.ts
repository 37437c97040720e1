import { knownOptions } from '../known-options.js';
import type { AnyDetail } from './error-detail.js';
import { expected } from './message-fields.js';

type Content = Omit<AnyDetail, 'kind'>;

/**
 * A detail of any other type: `value` is the encoded message, `typeUrl` is `type.googleapis.com/` and its full name.
 * @throws GrpcKitError `ERR_POLICY_INVALID`.
 */
export function anyDetail(content: Content): AnyDetail {
  const { typeUrl, value } = knownOptions(content, 'anyDetail', { typeUrl: true, value: true });
  return { kind: 'any', ...checkAny({ typeUrl, value }, 'anyDetail') };
}

/** @throws GrpcKitError `ERR_POLICY_INVALID` unless both fields are in order. */
export function checkAny({ typeUrl, value }: Content, name: string): Content {
  const named = typeof typeUrl === 'string' && /^[^/]*\/[^/]+$/.test(typeUrl);
  expected(named, `${name}.typeUrl`, typeUrl, 'like type.googleapis.com/pkg.Message');
  expected(value instanceof Uint8Array, `${name}.value`, value, 'a Uint8Array');
  return { typeUrl, value };
}
