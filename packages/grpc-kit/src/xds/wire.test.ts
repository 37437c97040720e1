import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, stringsAt } from './wire.js';

/** Field number and string, as protobuf encodes them. */
function field(number: number, value: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

const number = fc.integer({ min: 1, max: 2 ** 29 - 1 });

describe('fieldsOf', () => {
  it('finds every value of a field among others, in order', () => {
    const fields = fc.array(fc.tuple(number, fc.uint8Array({ maxLength: 300 })));
    fc.assert(
      fc.property(fields, number, fc.uint8Array(), (others, wanted, value) => {
        const all = [...others, [wanted, value] as const, ...others];
        const message = Buffer.concat(all.map(([at, bytes]) => field(at, bytes)));
        const expected = all.filter(([at]) => at === wanted).map(([, bytes]) => Buffer.from(bytes));
        expect(fieldsOf(message, wanted).map((bytes) => Buffer.from(bytes))).toEqual(expected);
      }),
    );
  });

  it('steps over numbers of every wire type', () => {
    const numbers = Buffer.concat([
      varint(8),
      varint(2 ** 40),
      varint(17),
      Buffer.alloc(8),
      varint(29),
      Buffer.alloc(4),
    ]);
    expect(stringsAt(Buffer.concat([numbers, field(4, Buffer.from('four'))]), 4)).toEqual(['four']);
  });

  it('ends at what is no protobuf, and never runs past the end', () => {
    for (const bytes of [[0x0a, 5, 1], [0x0b], [0xff], [0x08], [0x0a, 0xff]]) {
      expect(fieldsOf(Uint8Array.from(bytes), 1)).toEqual([]);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), number, (bytes, wanted) => {
        const length = fieldsOf(bytes, wanted).reduce((sum, value) => sum + value.length, 0);
        expect(length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
