import { Metadata, status } from '@grpc/grpc-js';
import fc from 'fast-check';
import * as reference from 'nice-grpc-error-details';
import { Status } from 'nice-grpc-error-details/lib/proto/google/rpc/status.js';
import { describe, expect, test } from 'vitest';
import { anyDetails, standardDetails } from '../../test/support/arbitrary-details.js';
import { statusError } from '../server/status-error.js';
import {
  anyDetail,
  badRequest,
  type ErrorDetail,
  errorDetails,
  errorInfo,
  help,
  quotaFailure,
  retryDelayOf,
  retryInfo,
} from './index.js';
import { STATUS_DETAILS } from './rpc-status.js';

const failure = (...details: ErrorDetail[]) => statusError(status.INVALID_ARGUMENT, 'no', { details });

test('details of every kind come back as they went', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(standardDetails, anyDetails), { maxLength: 4 }), (details) => {
      expect(errorDetails(failure(...details))).toEqual(details);
    }),
    { numRuns: 500 },
  );
});

describe('against nice-grpc-error-details', () => {
  /** The kinds and fields that it has, by the names that both use. */
  const shared: Readonly<
    Record<string, { encode(message: never): { finish(): Uint8Array }; decode(b: Uint8Array): object }>
  > = {
    errorInfo: reference.ErrorInfo,
    debugInfo: reference.DebugInfo,
    preconditionFailure: reference.PreconditionFailure,
    requestInfo: reference.RequestInfo,
    resourceInfo: reference.ResourceInfo,
    help: reference.Help,
    localizedMessage: reference.LocalizedMessage,
  };

  function bytesOf(detail: ErrorDetail): Uint8Array {
    const bin = failure(detail).metadata?.get(STATUS_DETAILS)[0] as Buffer;
    return Status.decode(bin).details[0]?.value ?? new Uint8Array();
  }

  test('it reads what we write, and we read what it writes', () => {
    const details = standardDetails.filter(({ kind }) => kind in shared);
    fc.assert(
      fc.property(details, (detail) => {
        const { kind, ...content } = detail;
        const codec = shared[kind] as (typeof shared)[string];
        const decoded = codec.decode(bytesOf(detail));
        expect(decoded).toMatchObject(content);
        const any = anyDetail({
          typeUrl: `type.googleapis.com/google.rpc.${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
          value: codec.encode(decoded as never).finish(),
        });
        expect(errorDetails(failure(any))).toEqual([detail]);
      }),
      { numRuns: 200 },
    );
  });

  test('status, violations and durations', () => {
    const error = failure(
      badRequest({ fieldViolations: [{ field: 'name', description: 'is empty' }] }),
      retryInfo({ retryDelayMs: 1_500.25 }),
      quotaFailure({ violations: [{ subject: 'project:shop', description: 'too many' }] }),
    );
    const bin = error.metadata?.get(STATUS_DETAILS)[0] as Buffer;
    const { code, message, details } = Status.decode(bin);
    expect([code, message]).toEqual([status.INVALID_ARGUMENT, 'no']);
    const [bad, retry, quota] = details.map(({ value }) => value) as [Uint8Array, Uint8Array, Uint8Array];
    expect(reference.BadRequest.decode(bad).fieldViolations).toMatchObject([
      { field: 'name', description: 'is empty' },
    ]);
    expect(reference.RetryInfo.decode(retry).retryDelay).toMatchObject({ seconds: 1, nanos: 500_250_000 });
    expect(reference.QuotaFailure.decode(quota).violations).toMatchObject([
      { subject: 'project:shop', description: 'too many' },
    ]);
  });
});

describe('what is not in order', () => {
  test('is refused where it is made', () => {
    const refused = (make: () => unknown) => {
      try {
        make();
      } catch (error) {
        return (error as { option?: string }).option;
      }
      return 'accepted';
    };
    expect(refused(() => retryInfo({ retryDelay: { seconds: 1 } } as never))).toBe('retryInfo.retryDelay');
    expect(refused(() => retryInfo({ retryDelayMs: -1 }))).toBe('retryInfo.retryDelayMs');
    expect(refused(() => retryInfo({ retryDelayMs: Number.NaN }))).toBe('retryInfo.retryDelayMs');
    expect(refused(() => badRequest({} as never))).toBe('badRequest.fieldViolations');
    expect(refused(() => badRequest({ fieldViolations: [{ field: 1, description: '' } as never] }))).toBe(
      'badRequest.fieldViolations[0].field',
    );
    expect(refused(() => errorInfo({ reason: 'A', domain: 'b', metadata: { c: 1 } as never }))).toBe(
      'errorInfo.metadata.c',
    );
    expect(refused(() => quotaFailure({ violations: [{ subject: '', description: '', quotaValue: 2n ** 63n }] }))).toBe(
      'quotaFailure.violations[0].quotaValue',
    );
    expect(refused(() => anyDetail({ typeUrl: 'pkg.Message', value: new Uint8Array() }))).toBe('anyDetail.typeUrl');
    expect(refused(() => failure({ fieldViolations: [] } as never))).toBe('details[0]');
    expect(refused(() => failure({ kind: 'toString' } as never))).toBe('details[0]');
    expect(refused(() => failure(undefined as never))).toBe('details[0]');
    expect(refused(() => failure({ kind: 'any', typeUrl: 1 } as never))).toBe('details[0].typeUrl');
    expect(refused(() => statusError(status.INTERNAL, 'x', { detail: [] } as never))).toBe(
      'statusError options.detail',
    );
    expect(refused(() => statusError(status.INTERNAL, 'x', { details: retryInfo({ retryDelayMs: 1 }) } as never))).toBe(
      'statusError options.details',
    );
  });

  test('errors without details have none', () => {
    const nothing = [undefined, null, 'text', new Error('x'), { metadata: null }, { metadata: {} }];
    for (const error of [...nothing, statusError(status.INTERNAL, 'x')]) expect(errorDetails(error)).toEqual([]);
  });

  test('whatever a peer sends, reading it throws nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const metadata = new Metadata();
        metadata.set(STATUS_DETAILS, Buffer.from(bytes));
        expect(errorDetails({ metadata })).toBeInstanceOf(Array);
        retryDelayOf(metadata);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a detail that is not what its type says stays as it came', () => {
    const broken = anyDetail({ typeUrl: 'type.googleapis.com/google.rpc.Help', value: Uint8Array.of(0xff) });
    expect(errorDetails(failure(broken, help({ links: [] })))).toEqual([broken, { kind: 'help', links: [] }]);
  });
});

test('metadata that was given goes along, and stays as it was', () => {
  const metadata = new Metadata();
  metadata.set('x-shop', 'basel');
  const error = statusError(status.NOT_FOUND, 'no', { metadata, details: [help({ links: [] })] });
  expect(error.metadata?.get('x-shop')).toEqual(['basel']);
  expect(metadata.get(STATUS_DETAILS)).toEqual([]);
  expect(statusError(status.NOT_FOUND, 'no', metadata).metadata).toBe(metadata);
  expect(statusError(status.NOT_FOUND, 'no', {}).metadata).toBeUndefined();
});

describe('the time before the next attempt', () => {
  const pushback = (value: string) => {
    const { metadata = new Metadata() } = failure(retryInfo({ retryDelayMs: 700 }));
    metadata.set('grpc-retry-pushback-ms', value);
    return metadata;
  };

  test.each([
    ['RetryInfo of an error', failure(retryInfo({ retryDelayMs: 1_250 })), 1_250],
    ['RetryInfo of trailers', failure(help({ links: [] }), retryInfo({ retryDelayMs: 0 })).metadata, 0],
    ['pushback, before RetryInfo', pushback('20'), 20],
    ['pushback that forbids', pushback('-1'), Number.POSITIVE_INFINITY],
    ['pushback that is not a number', pushback('soon'), Number.POSITIVE_INFINITY],
    ['other details', failure(help({ links: [] })), undefined],
    ['no details', statusError(status.UNAVAILABLE, 'x'), undefined],
    ['nothing at all', undefined, undefined],
    [
      'RetryInfo without a delay',
      failure(anyDetail({ typeUrl: 'x/google.rpc.RetryInfo', value: new Uint8Array() })),
      undefined,
    ],
    [
      'RetryInfo that is broken',
      failure(anyDetail({ typeUrl: 'x/google.rpc.RetryInfo', value: Uint8Array.of(0xff) })),
      undefined,
    ],
    [
      'a negative delay',
      failure(
        anyDetail({ typeUrl: 'x/google.rpc.RetryInfo', value: Buffer.from('0a0b08ffffffffffffffffff01', 'hex') }),
      ),
      0,
    ],
  ])('%s', (_name, source, delayMs) => {
    expect(retryDelayOf(source)).toBe(delayMs);
  });
});
