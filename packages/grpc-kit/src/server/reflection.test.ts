import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitDescriptorSet } from './reflection.js';

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]);

test('splits any set of files and refuses what is none', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (files) => {
      const set = Buffer.concat(files.map((file) => Buffer.from([0x0a, ...varint(file.length), ...file])));
      expect(splitDescriptorSet(set)).toEqual(files.map((file) => Buffer.from(file)));
    }),
  );
  for (const broken of [[0x12, 0], [0x0a], [0x0a, 5, 1], [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]]) {
    expect(() => splitDescriptorSet(Uint8Array.from(broken))).toThrow(/no google.protobuf.FileDescriptorSet/);
  }
});
