import {
  type AnyDetail,
  anyDetail,
  badRequest,
  debugInfo,
  errorInfo,
  help,
  localizedMessage,
  preconditionFailure,
  quotaFailure,
  requestInfo,
  resourceInfo,
  retryInfo,
  type StandardDetail,
} from '@org/grpc-kit/errors';
import fc from 'fast-check';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const said = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const map = fc.dictionary(text, text, { minKeys: 1, maxKeys: 3 });
const int64 = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);
const optional = <T extends object>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });
const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 3 });
const both = <A extends object, B extends object>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>) =>
  fc.tuple(a, b).map(([first, second]) => ({ ...first, ...second }));

const localized = fc.record({ locale: text, message: text });

/** Details of the standard set, with every field that it has. */
const everyKind = fc.oneof<fc.Arbitrary<StandardDetail>[]>(
  fc
    .record({
      fieldViolations: list(
        both(fc.record({ field: text, description: text }), optional({ reason: said, localizedMessage: localized })),
      ),
    })
    .map(badRequest),
  // To the microsecond: the double nearest to a number of ms has no more to give.
  fc.integer({ min: 0, max: 10 ** 12 }).map((microseconds) => retryInfo({ retryDelayMs: microseconds / 1_000 })),
  fc.record({ stackEntries: list(text), detail: text }).map(debugInfo),
  both(fc.record({ reason: text, domain: text }), optional({ metadata: map })).map(errorInfo),
  fc
    .record({
      violations: list(
        both(
          fc.record({ subject: text, description: text }),
          optional({
            apiService: said,
            quotaMetric: said,
            quotaId: said,
            quotaDimensions: map,
            quotaValue: int64.filter((value) => value !== 0n),
            futureQuotaValue: int64,
          }),
        ),
      ),
    })
    .map(quotaFailure),
  fc.record({ violations: list(fc.record({ type: text, subject: text, description: text })) }).map(preconditionFailure),
  both(fc.record({ requestId: text }), optional({ servingData: said })).map(requestInfo),
  both(fc.record({ resourceType: text, resourceName: text }), optional({ owner: said, description: said })).map(
    resourceInfo,
  ),
  fc.record({ links: list(fc.record({ description: text, url: text })) }).map(help),
  localized.map(localizedMessage),
);

/** The same, without objects that have no prototype, as no message that was read is one. */
export const standardDetails: fc.Arbitrary<StandardDetail> = everyKind.map((detail) => structuredClone(detail));

/** Details of types that nobody knows. */
export const anyDetails: fc.Arbitrary<AnyDetail> = fc
  .record({ typeUrl: fc.constant('type.googleapis.com/shop.v1.Refusal'), value: fc.uint8Array({ maxLength: 20 }) })
  .map(anyDetail);
