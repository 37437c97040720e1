import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompressedMessage, MessageFault, MessageReader, type ReadMessage } from './message-reader.js';

function framed(message: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flags;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

test('gives the same messages however the bytes are cut', () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 });
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(messages, cuts, (sent, sizes) => {
      const bytes = Buffer.concat(sent.map((message) => framed(Buffer.from(message))));
      const reader = new MessageReader(-1, 'request');
      const read: ReadMessage[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const to = Math.min(bytes.length, at + (sizes[turn % sizes.length] as number));
        // Each piece is a chunk of its own, as it is on a socket.
        const chunk = Buffer.from(bytes.subarray(at, to));
        expect(reader.read(chunk, 0, chunk.length, read)).toBeUndefined();
        at = to;
      }
      expect(read.map((message) => Buffer.from(message as Buffer))).toEqual(
        sent.map((message) => Buffer.from(message)),
      );
      expect(reader.partial).toBe(0);
    }),
  );
});

test('pieces of a byte each cost their bytes and not an object each', () => {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const inUse = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const message = framed(Buffer.alloc(200_000, 'x'));
  const reader = new MessageReader(-1, 'request');
  const before = inUse();
  for (let at = 0; at < message.length - 1; at++) reader.read(message, at, at + 1, []);
  expect(inUse() - before).toBeLessThan(5_000_000);
  const read: ReadMessage[] = [];
  reader.read(message, message.length - 1, message.length, read);
  expect(read).toEqual([message.subarray(5)]);
});

test('refuses by the length that is announced, and by the one that comes out', () => {
  const reader = new MessageReader(100, 'request');
  expect(reader.read(framed(Buffer.alloc(101)), 0, 5, [])).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  const read: ReadMessage[] = [];
  const bomb = framed(gzipSync(Buffer.alloc(10_000)), 1);
  new MessageReader(100, 'request').read(bomb, 0, bomb.length, read);
  const [compressed] = read as [CompressedMessage];
  expect(compressed).toBeInstanceOf(CompressedMessage);
  expect(reader.unframe(compressed, 'gzip')).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  expect(reader.unframe(compressed, 'br')).toBeInstanceOf(MessageFault);
  expect(reader.read(framed(Buffer.from('x'), 7), 0, 6, [])).toMatchObject({ code: status.INTERNAL });
});
