import { deflateSync, gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { CompressedMessage, MessageFault, MessageReader, type ReadMessage } from './message-reader.js';

function framed(message: Buffer, flags = 0): Buffer {
  const head = Buffer.from([flags, 0, 0, 0, 0]);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

const texts = (messages: readonly ReadMessage[]) => messages.map(String);

describe('MessageReader', () => {
  const wire = Buffer.concat(['', 'a', 'hello', 'x'.repeat(300)].map((text) => framed(Buffer.from(text))));

  test('the same messages, wherever the bytes are cut', () => {
    for (let size = 1; size <= wire.length; size++) {
      const reader = new MessageReader(-1, 'response');
      const messages: ReadMessage[] = [];
      for (let at = 0; at < wire.length; at += size) {
        const chunk = Buffer.from(wire.subarray(at, at + size));
        expect(reader.read(chunk, 0, chunk.length, messages)).toBeUndefined();
      }
      expect(texts(messages)).toEqual(['', 'a', 'hello', 'x'.repeat(300)]);
      expect(reader.partial).toBe(0);
    }
  });

  test('a small message does not keep its chunk alive, a large one is not copied', () => {
    const messages: ReadMessage[] = [];
    const chunk = Buffer.concat([framed(Buffer.alloc(10)), framed(Buffer.alloc(50_000))]);
    new MessageReader(-1, 'response').read(chunk, 0, chunk.length, messages);
    const [small, large] = messages as Buffer[];
    expect(small?.buffer).not.toBe(chunk.buffer);
    expect(large?.buffer).toBe(chunk.buffer);
  });

  test('a length above the limit is refused before the bytes come', () => {
    const reader = new MessageReader(100, 'response');
    const messages: ReadMessage[] = [];
    const fault = reader.read(Buffer.from([0, 255, 255, 255, 255]), 0, 5, messages);
    expect(fault).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect(reader.read(framed(Buffer.alloc(100)), 0, 105, [])).toBeUndefined();
  });

  test('flags that gRPC does not have', () => {
    const wire = framed(Buffer.from('x'), 2);
    expect(new MessageReader(-1, 'response').read(wire, 0, wire.length, [])).toMatchObject({ code: status.INTERNAL });
  });

  test('compressed messages, and those that are not what they claim to be', () => {
    const reader = new MessageReader(1_000, 'response');
    const text = Buffer.from('hello');
    expect(String(reader.unframe(new CompressedMessage(gzipSync(text)), 'gzip'))).toBe('hello');
    expect(String(reader.unframe(new CompressedMessage(deflateSync(text)), 'deflate'))).toBe('hello');
    const faults = [
      [gzipSync(Buffer.alloc(100_000)), 'gzip', status.RESOURCE_EXHAUSTED],
      [text, 'gzip', status.INTERNAL],
      [text, 'zstd', status.INTERNAL],
    ] as const;
    for (const [bytes, encoding, code] of faults) {
      const fault = reader.unframe(new CompressedMessage(bytes), encoding);
      expect(fault).toBeInstanceOf(MessageFault);
      expect(fault).toMatchObject({ code });
    }
  });
});
