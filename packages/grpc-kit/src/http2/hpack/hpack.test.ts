import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HpackDecoder } from './decoder.js';
import { HpackEncoder } from './encoder.js';
import { huffmanDecode, huffmanEncode, huffmanLength } from './huffman.js';

const LIST_SIZE = 65_536;

function decoded(decoder: HpackDecoder, hex: string): string[] {
  const block = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const { fields } = decoder.decode(block, 0, block.length);
  return Array.from({ length: fields.length / 2 }, (_, index) => `${fields[index * 2]}: ${fields[index * 2 + 1]}`);
}

describe('the examples of RFC 7541', () => {
  const requests: [string, string[]][] = [
    [
      ':method: GET|:scheme: http|:path: /|:authority: www.example.com',
      ['828684410f7777772e6578616d706c652e636f6d', '828684418cf1e3c2e5f23a6ba0ab90f4ff'],
    ],
    [
      ':method: GET|:scheme: http|:path: /|:authority: www.example.com|cache-control: no-cache',
      ['828684be58086e6f2d6361636865', '828684be5886a8eb10649cbf'],
    ],
    [
      ':method: GET|:scheme: https|:path: /index.html|:authority: www.example.com|custom-key: custom-value',
      [
        '828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565',
        '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
      ],
    ],
  ];
  for (const [index, name] of ['plain (C.3)', 'Huffman coded (C.4)'].entries()) {
    it(`requests, ${name}`, () => {
      const decoder = new HpackDecoder(4_096, LIST_SIZE);
      for (const [fields, blocks] of requests)
        expect(decoded(decoder, blocks[index] as string)).toEqual(fields.split('|'));
    });
  }

  it('responses that evict entries (C.6)', () => {
    const decoder = new HpackDecoder(4_096, LIST_SIZE);
    decoder.limitTable(256);
    const date = 'date: Mon, 21 Oct 2013 20:13:2';
    const location = 'location: https://www.example.com';
    // The examples assume a table of 256 bytes from the start; the size update says so.
    expect(
      decoded(
        decoder,
        '3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
      ),
    ).toEqual([':status: 302', 'cache-control: private', `${date}1 GMT`, location]);
    expect(decoded(decoder, '4883 640e ffc1 c0bf')).toEqual([
      ':status: 307',
      'cache-control: private',
      `${date}1 GMT`,
      location,
    ]);
    expect(
      decoded(
        decoder,
        '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
      ),
    ).toEqual([
      ':status: 200',
      'cache-control: private',
      `${date}2 GMT`,
      location,
      'content-encoding: gzip',
      'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
    ]);
  });
});

describe('what is refused', () => {
  const cases: [string, string][] = [
    ['index 0', '80'],
    ['an index beyond the tables', 'be'],
    ['a size update after a field', '8220'],
    ['a table larger than allowed', '3fe23f'],
    ['a string that is cut', '400a6375'],
    ['an integer that is cut', 'ff'],
    ['an integer that does not end', `ff${'80'.repeat(12)}01`],
    ['a missing value', '4001 61'],
    ['Huffman padding of eight bits', '4001 61 81ff'],
    ['EOS in a Huffman code', '4001 61 84ffffffff'],
  ];
  for (const [what, hex] of cases) {
    it(what, () => {
      const block = Buffer.from(hex.replaceAll(' ', ''), 'hex');
      expect(() => new HpackDecoder(4_096, LIST_SIZE).decode(block, 0, block.length)).toThrowError(/COMPRESSION_ERROR/);
    });
  }

  it('a table that stays larger than our new setting', () => {
    const decoder = new HpackDecoder(4_096, LIST_SIZE);
    decoder.limitTable(0);
    expect(() => decoded(decoder, '82')).toThrowError(/COMPRESSION_ERROR/);
    const other = new HpackDecoder(4_096, LIST_SIZE);
    other.limitTable(0);
    expect(decoded(other, '2082')).toEqual([':method: GET']);
  });
});

it('a list above the limit is cut, and the table goes on', () => {
  const encoder = new HpackEncoder();
  const decoder = new HpackDecoder(4_096, 200);
  const block = Buffer.from(encoder.encode(['a', 'x'.repeat(100), 'b', 'y'.repeat(100), 'c', 'z'], undefined));
  const list = decoder.decode(block, 0, block.length);
  expect(list.truncated).toBe(true);
  expect(list.size).toBe(2 * 133 + 34);
  expect(list.fields).toEqual(['a', 'x'.repeat(100)]);
  const next = Buffer.from(encoder.encode(['c', 'z'], undefined));
  expect(next.length).toBe(1);
  expect(decoder.decode(next, 0, next.length).fields).toEqual(['c', 'z']);
});

describe('an encoder', () => {
  it('never indexes secrets, and says so', () => {
    const encoder = new HpackEncoder(new Set(['x-token']));
    for (const [name, value] of [
      ['authorization', 'Bearer a'],
      ['x-token', 'b'],
      ['cookie', 'c'],
    ] as const) {
      for (const block of [encoder.encode([name, value], undefined), encoder.encode([], [name, value])]) {
        expect((block[0] as number) & 0xf0).toBe(0x10);
      }
    }
    const again = encoder.encode(['x-token', 'b'], undefined);
    expect(again.length).toBeGreaterThan(8);
  });

  it('tells of table sizes before the next block, the smallest first', () => {
    const encoder = new HpackEncoder();
    const decoder = new HpackDecoder(4_096, LIST_SIZE);
    const list = ['x-one', '1', 'x-two', '2'];
    const pass = () => {
      const block = Buffer.from(encoder.encode(list, undefined));
      expect(decoder.decode(block, 0, block.length).fields).toEqual(list);
      return block;
    };
    pass();
    encoder.limitTable(0);
    encoder.limitTable(1_000);
    expect(pass().subarray(0, 4).toString('hex')).toBe('203fc907');
    encoder.limitTable(0);
    expect(pass()[0]).toBe(0x20);
    encoder.limitTable(2 ** 30);
    pass();
    expect(pass().length).toBe(2);
  });
});

const text = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
});
const name = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz-'), minLength: 1, maxLength: 12 });
const list = fc
  .array(
    fc.tuple(
      fc.oneof(name, fc.constantFrom(':path', 'te', 'cookie', 'grpc-timeout', 'x-a')),
      fc.oneof(text, fc.constantFrom('', 'trailers', '1')),
    ),
    { maxLength: 12 },
  )
  .map((fields) => fields.flat());

it('gives back what it was given, whatever the sizes of the table', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(list, list, fc.option(fc.constantFrom(0, 40, 200, 4_096)), fc.boolean()), { maxLength: 8 }),
      (blocks) => {
        const encoder = new HpackEncoder();
        const decoder = new HpackDecoder(4_096, LIST_SIZE);
        for (const [shared, own, size, repeated] of blocks) {
          if (size !== null) encoder.limitTable(size);
          for (let times = repeated ? 3 : 1; times > 0; times--) {
            const block = Buffer.from(encoder.encode(shared, own));
            expect(decoder.decode(block, 0, block.length).fields).toEqual([...shared, ...own]);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

it('takes any bytes, and fails in one way only', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 6 }), (blocks) => {
      const decoder = new HpackDecoder(4_096, 1_000);
      for (const block of blocks) {
        try {
          const { fields } = decoder.decode(Buffer.from(block), 0, block.length);
          expect(fields.length % 2).toBe(0);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Http2Error', code: 9 });
          return;
        }
      }
    }),
    { numRuns: 3_000 },
  );
});

it('the Huffman code of any string is as long as it says, and gives it back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 300 }),
      (string) => {
        const target = Buffer.alloc(huffmanLength(string));
        expect(huffmanEncode(string, target, 0)).toBe(target.length);
        expect(huffmanDecode(target, 0, target.length)).toBe(string);
      },
    ),
  );
});
