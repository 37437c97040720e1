import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, unframe } from './message-frame.js';

test('what is framed is unframed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1_000 }), (bytes) => {
      const framed = Buffer.concat(frame(Buffer.from(bytes)));
      expect(framed.readUInt32BE(1)).toBe(bytes.length);
      expect(unframe(framed, 'identity', -1)).toEqual(Buffer.from(bytes));
    }),
  );
});

test('a large message is sent as it is, after its header', () => {
  const small = Buffer.alloc(16_384);
  const large = Buffer.alloc(16_385);
  expect(frame(small).map(({ length }) => length)).toEqual([5 + 16_384]);
  const [head, message] = frame(large);
  expect(head).toEqual(Buffer.from([0, 0, 0, 0x40, 0x01]));
  expect(message).toBe(large);
});

function compressed(message: Buffer): Buffer {
  const framed = Buffer.concat(frame(message));
  framed[0] = 1;
  return framed;
}

test('compressed messages, up to the limit that holds for what they become', () => {
  const text = Buffer.from('x'.repeat(1_000));
  expect(unframe(compressed(gzipSync(text)), 'gzip', 1_000)).toEqual(text);
  expect(unframe(compressed(deflateSync(text)), 'deflate', -1)).toEqual(text);
  expect(() => unframe(compressed(gzipSync(text)), 'gzip', 999)).toThrow(/larger than 999/);
  expect(() => unframe(compressed(text), 'zstd', -1)).toThrow('it is compressed by "zstd"');
});
