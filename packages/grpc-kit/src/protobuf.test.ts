import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allBytesAt, bytesAt, bytesField, integerAt, integerField, readFields } from './protobuf.js';

const number = fc.integer({ min: 1, max: 2 ** 29 - 1 });

test('integers are those of protobuf', () => {
  expect(integerField(1, 150).toString('hex')).toBe('089601');
  expect(integerField(1, -1).toString('hex')).toBe('08ffffffffffffffffff01');
  expect(bytesField(16, 'x').toString('hex')).toBe('82010178');
});

test('fields come back as they went', () => {
  fc.assert(
    fc.property(number, fc.uint8Array(), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (field, bytes, integer) => {
      expect(bytesAt(readFields(bytesField(field, bytes)), field)).toEqual(Buffer.from(bytes));
      expect(integerAt(readFields(integerField(field, integer)), field)).toBe(integer);
    }),
  );
});

test('of a field that may come once the last counts, of a repeated one each', () => {
  const fields = readFields(Buffer.concat([bytesField(1, 'a'), bytesField(2, 'b'), bytesField(1, 'c')]));
  expect(bytesAt(fields, 1)?.toString()).toBe('c');
  expect(allBytesAt(fields, 1).map(String)).toEqual(['a', 'c']);
  expect(bytesAt(fields, 3)).toBeUndefined();
});

test('whatever is not an encoded message is a RangeError', () => {
  for (const broken of ['0a', '0a05', '0b', '19', '00', `08${'ff'.repeat(11)}`]) {
    expect(() => readFields(Buffer.from(broken, 'hex')), broken).toThrow(RangeError);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        readFields(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});
