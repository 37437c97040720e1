import { createServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { type ClientFactory, createClientFactory } from '@org/grpc-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TextService } from '../support/text-service.js';

// A server by hand, for what no well-behaved one does.
let server: Http2Server;
let factory: ClientFactory;
let seen: IncomingHttpHeaders[];
let answer: (stream: ServerHttp2Stream, attempt: number) => void;
let target: string;

beforeEach(async () => {
  seen = [];
  answer = ok;
  server = createServer().on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    seen.push(headers);
    answer(stream, seen.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target = `static:///127.0.0.1:${(server.address() as AddressInfo).port}`;
  factory = createClientFactory({ policy: { healthCheck: false, outlierDetection: false } });
});
afterEach(async () => {
  await factory.close();
  server.close();
});

async function open(policy = {}) {
  const client = factory.client(TextService, target, policy);
  await factory.ready();
  return client;
}

function respond(stream: ServerHttp2Stream, message: Buffer, flag = 0, headers = {}): void {
  stream.respond({ 'content-type': 'application/grpc', ...headers }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([head, message]));
}

function fail(stream: ServerHttp2Stream, code: status, trailers = {}): void {
  stream.respond({ 'content-type': 'application/grpc', 'grpc-status': `${code}`, ...trailers }, { endStream: true });
}

function ok(stream: ServerHttp2Stream): void {
  respond(stream, Buffer.from('fine'));
}

describe('a call on the direct route', () => {
  test('says what grpc-js would say', async () => {
    const client = await open();
    expect(await client.read('x', { metadata: { 'x-own': 'yes' }, deadlineMs: 30_000 })).toBe('fine');
    expect(seen[0]).toMatchObject({
      ':authority': target.slice('static:///'.length),
      ':path': TextService.read.path,
      te: 'trailers',
      'content-type': 'application/grpc',
      'grpc-accept-encoding': 'identity,deflate,gzip',
      'grpc-timeout': expect.stringMatching(/^(29\d{3}|30000)m$/),
      'x-own': 'yes',
    });
    await client.read('x', { deadlineMs: Number.POSITIVE_INFINITY });
    expect(seen[1]).not.toHaveProperty('grpc-timeout');
    await client.read('x', { deadlineMs: 3_650 * 86_400_000 });
    expect(seen[2]?.['grpc-timeout']).toBe('99999999S');
  });

  test('a refused stream is sent again, though its method is not idempotent, once', async () => {
    const client = await open();
    answer = (stream, attempt) => (attempt === 1 ? stream.close(7) : ok(stream));
    expect(await client.write('x')).toBe('fine');
    answer = (stream) => stream.close(7);
    await expect(client.write('x')).rejects.toMatchObject({ code: status.UNAVAILABLE });
    expect(seen).toHaveLength(4);
  });

  test('a server says how long to wait, or not to come back', async () => {
    const client = await open();
    answer = (stream, attempt) =>
      attempt < 3 ? fail(stream, status.UNAVAILABLE, { 'grpc-retry-pushback-ms': '1' }) : ok(stream);
    expect(await client.read('x')).toBe('fine');
    expect(seen.map((headers) => headers['grpc-previous-rpc-attempts'])).toEqual([undefined, '1', '2']);
    for (const pushback of ['-1', 'never']) {
      seen = [];
      answer = (stream) => fail(stream, status.UNAVAILABLE, { 'grpc-retry-pushback-ms': pushback });
      await expect(client.read('x')).rejects.toMatchObject({ code: status.UNAVAILABLE, attempts: 1 });
    }
  });

  test('nothing is sent again once headers have come', async () => {
    const client = await open();
    answer = (stream) => {
      stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': `${status.UNAVAILABLE}` }));
      stream.end();
    };
    await expect(client.read('x')).rejects.toMatchObject({ code: status.UNAVAILABLE, attempts: 1 });
    expect(seen).toHaveLength(1);
  });

  test('the deadline and the signal hold while it waits to be sent again', async () => {
    const client = await open({ retry: { initialBackoffMs: 60_000, maxBackoffMs: 60_000 } });
    answer = (stream) => fail(stream, status.UNAVAILABLE);
    await expect(client.read('x', { deadlineMs: 100 })).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    const signal = AbortSignal.timeout(50);
    await expect(client.read('x', { signal })).rejects.toMatchObject({ code: status.CANCELLED });
    expect(seen).toHaveLength(2);
  });

  test('a large request arrives whole, the second time too, through a window that it does not fit', async () => {
    const client = await open();
    const request = 'large '.repeat(50_000);
    answer = (stream, attempt) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (attempt === 1) return fail(stream, status.UNAVAILABLE, { 'grpc-retry-pushback-ms': '1' });
        const [head, message] = [Buffer.concat(chunks).subarray(0, 5), Buffer.concat(chunks).subarray(5)];
        expect(head.readUInt32BE(1)).toBe(message.length);
        return respond(stream, message);
      });
    };
    expect(await client.read(request)).toBe(request);
    expect(seen).toHaveLength(2);
  });

  test('compressed responses are understood', async () => {
    const client = await open();
    answer = (stream) => respond(stream, gzipSync('small'), 1, { 'grpc-encoding': 'gzip' });
    expect(await client.read('x')).toBe('small');
    answer = (stream) => respond(stream, Buffer.from('?'), 1, { 'grpc-encoding': 'zstd' });
    await expect(client.read('x')).rejects.toMatchObject({
      code: status.INTERNAL,
      details: 'the response cannot be decompressed: it is compressed by "zstd"',
    });
  });

  test('when the connection is lost between pick and call, the channel takes over', async () => {
    const client = await open();
    await client.write('x');
    const sessions = new Promise<void>((resolve) => {
      answer = (stream) => {
        stream.session?.destroy();
        resolve();
      };
    });
    await expect(client.write('x')).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await sessions;
    answer = ok;
    expect(await client.write('x', { waitForReady: true })).toBe('fine');
  });
});
