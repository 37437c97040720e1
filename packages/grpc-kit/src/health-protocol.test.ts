import fc from 'fast-check';
import { expect, test } from 'vitest';
import { healthDefinition, type ServingStatus } from './health-protocol.js';

const { check, list } = healthDefinition;
const statuses: ServingStatus[] = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];

test('bytes are those of protobuf', () => {
  expect(check.requestSerialize({ service: '' }).toString('hex')).toBe('');
  expect(check.requestSerialize({ service: 'a.B' }).toString('hex')).toBe('0a03612e42');
  expect(statuses.map((status) => check.responseSerialize({ status }).toString('hex'))).toEqual([
    '',
    '0801',
    '0802',
    '0803',
  ]);
  expect(list.responseSerialize({ statuses: { a: { status: 'SERVING' } } }).toString('hex')).toBe('0a070a016112020801');
  expect(list.requestSerialize({}).length).toBe(0);
  expect(list.requestDeserialize(Buffer.alloc(0))).toEqual({});
});

test('everything comes back as it went', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom(...statuses), (service, status) => {
      expect(check.requestDeserialize(check.requestSerialize({ service }))).toEqual({ service });
      expect(check.responseDeserialize(check.responseSerialize({ status }))).toEqual({ status });
      const all = { statuses: { x: { status }, '': { status } } };
      expect(list.responseDeserialize(list.responseSerialize(all))).toEqual(all);
    }),
  );
});

test('unknown fields are skipped, broken messages refused', () => {
  const unknown = Buffer.from(`100119${'00'.repeat(8)}25${'00'.repeat(4)}2a01610a0162`, 'hex');
  expect(check.requestDeserialize(unknown)).toEqual({ service: 'b' });
  expect(check.responseDeserialize(Buffer.from('0863', 'hex'))).toEqual({ status: 'UNKNOWN' });
  for (const broken of ['0a', '0a05', '0aff', '0b', '19', `0a${'ff'.repeat(11)}`]) {
    expect(() => check.requestDeserialize(Buffer.from(broken, 'hex')), broken).toThrow(RangeError);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        list.responseDeserialize(Buffer.from(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});
