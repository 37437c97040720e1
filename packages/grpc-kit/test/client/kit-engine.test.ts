import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { status } from '@grpc/grpc-js';
import { type ChannelPolicy, type ClientFactory, createClientFactory } from '@org/grpc-kit';
import { until } from '@org/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TextService } from '../support/text-service.js';

type Answer = (stream: ServerHttp2Stream, served: number) => void;

/** A server of node:http2, for what no gRPC server does. */
interface RawServer {
  readonly target: string;
  readonly sessions: Set<ServerHttp2Session>;
  /** Connections that there have been. */
  connections: number;
  served: number;
}

const servers: Http2Server[] = [];
const sockets = new Set<Socket>();
let factory: ClientFactory;
beforeEach(() => {
  factory = createClientFactory({ engine: 'kit' });
});
afterEach(async () => {
  await factory.close();
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
});

async function serve(answer: Answer, settings: object = {}): Promise<RawServer> {
  const server = createServer({ settings });
  const raw = { target: '', sessions: new Set<ServerHttp2Session>(), connections: 0, served: 0 };
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('session', (session) => {
    raw.sessions.add(session);
    raw.connections += 1;
    session.on('close', () => raw.sessions.delete(session));
    session.on('error', () => {});
  });
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    stream.resume();
    answer(stream, ++raw.served);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  raw.target = `static:///127.0.0.1:${(server.address() as AddressInfo).port}`;
  return raw;
}

function respond(stream: ServerHttp2Stream, text = 'hello'): void {
  if (stream.destroyed) return;
  const message = Buffer.from(text);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.concat([head, message]));
}

const PLAIN: ChannelPolicy = { healthCheck: false, outlierDetection: false };

describe('streams and connections', () => {
  test('a server that allows one stream at a time gets more connections, and every call its turn', async () => {
    const server = await serve((stream) => setTimeout(() => respond(stream), 5), { maxConcurrentStreams: 1 });
    const client = factory.client(TextService, server.target, PLAIN);
    const answers = await Promise.all(Array.from({ length: 60 }, () => client.read('x')));
    expect(answers).toEqual(Array(60).fill('hello'));
    expect(server.connections).toBeGreaterThan(1);
    expect(server.connections).toBeLessThanOrEqual(16);
  });

  test('a call that waits for a stream keeps its deadline', async () => {
    const server = await serve(() => {}, { maxConcurrentStreams: 1 });
    const client = factory.client(TextService, server.target, PLAIN);
    const calls = Array.from({ length: 40 }, () => client.write('x', { deadlineMs: 300 }));
    for (const ended of await Promise.allSettled(calls)) {
      expect(ended).toMatchObject({ status: 'rejected', reason: { code: status.DEADLINE_EXCEEDED } });
    }
  });

  test('GOAWAY after every few calls fails none of them', async () => {
    const server = await serve((stream, served) => {
      respond(stream);
      if (served % 7 === 0) setImmediate(() => stream.session?.close());
    });
    const client = factory.client(TextService, server.target, PLAIN);
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => client.write('x')));
      expect(answers).toEqual(Array(10).fill('hello'));
    }
    expect(server.connections).toBeGreaterThan(10);
  });

  test('calls under way when GOAWAY comes are answered', async () => {
    const server = await serve((stream) => setTimeout(() => respond(stream), 200));
    const client = factory.client(TextService, server.target, PLAIN);
    const call = client.write('x');
    await until('it arrived', () => server.served === 1);
    for (const session of server.sessions) session.close();
    expect(await call).toBe('hello');
    expect(await client.write('y')).toBe('hello');
    expect(server.connections).toBe(2);
  });

  test('pick_first goes on to the next address while the first says nothing', async () => {
    const mute = createTcpServer((socket) => void sockets.add(socket));
    await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
    const server = await serve((stream) => respond(stream));
    const silent = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const client = factory.client(TextService, `${server.target},${silent}`, { loadBalancing: 'pick_first' });
    const startedAt = performance.now();
    expect(await client.write('x')).toBe('hello');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    mute.close();
  });
});

describe('keepalive', () => {
  const policy: ChannelPolicy = { ...PLAIN, keepalive: { timeMs: 100, timeoutMs: 200 } };

  test('a peer that answers nothing is given up while calls wait for it', async () => {
    const server = await serve(() => {});
    // Between the two, and silent in both directions once the call has gone through.
    const between = createTcpServer((socket) => {
      const [host = '', port = ''] = server.target.replace('static:///', '').split(':');
      const onward = connect(Number(port), host);
      for (const each of [socket, onward]) sockets.add(each.on('error', () => {}));
      socket.on('data', (bytes) => void (server.served === 0 && onward.write(bytes)));
      onward.on('data', (bytes) => void (server.served === 0 && socket.write(bytes)));
    });
    await new Promise<void>((listening) => between.listen(0, '127.0.0.1', listening));
    const target = `static:///127.0.0.1:${(between.address() as AddressInfo).port}`;
    const client = factory.client(TextService, target, policy);
    const call = client.write('x', { deadlineMs: 8_000 });
    await expect(call).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await expect(call).rejects.toThrow('silent for 100 ms, and for 200 ms more');
    between.close();
  });
});

describe('servers that are none of gRPC', () => {
  const cases: readonly (readonly [string, Answer, status, string])[] = [
    ['503', (stream) => stream.respond({ ':status': 503 }, { endStream: true }), status.UNAVAILABLE, '503'],
    [
      'a page',
      (stream) => {
        stream.respond({ ':status': 404, 'content-type': 'text/html' });
        stream.end('<html>');
      },
      status.UNIMPLEMENTED,
      '404',
    ],
    [
      'a page that is fine',
      (stream) => {
        stream.respond({ 'content-type': 'text/html' });
        stream.end('<html>');
      },
      status.UNKNOWN,
      'text/html',
    ],
    [
      'no trailers',
      (stream) => {
        stream.respond({ 'content-type': 'application/grpc' });
        stream.end();
      },
      status.INTERNAL,
      'without a status',
    ],
    [
      'half a message',
      (stream) => {
        stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        stream.end(Buffer.from([0, 0, 0, 0, 9, 1]));
      },
      status.INTERNAL,
      'within a message',
    ],
    [
      'a message of 4 GB',
      (stream) => {
        stream.respond({ 'content-type': 'application/grpc' });
        stream.write(Buffer.from([0, 255, 255, 255, 255, 1]));
      },
      status.RESOURCE_EXHAUSTED,
      'larger than max',
    ],
    ['ENHANCE_YOUR_CALM', (stream) => stream.close(11), status.RESOURCE_EXHAUSTED, 'Bandwidth'],
    ['INADEQUATE_SECURITY', (stream) => stream.close(12), status.PERMISSION_DENIED, 'secure'],
  ];

  test.each(cases)('%s', async (_name, answer, code, details) => {
    const server = await serve(answer);
    const client = factory.client(TextService, server.target, PLAIN);
    const error = await client.write('x').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, details: expect.stringContaining(details) });
  });

  test('two messages where one belongs', async () => {
    const server = await serve((stream) => {
      stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.from([0, 0, 0, 0, 1, 65, 0, 0, 0, 0, 1, 66]));
    });
    const client = factory.client(TextService, server.target, PLAIN);
    await expect(client.write('x')).rejects.toMatchObject({ code: status.INTERNAL });
    await expect(client.join(['x'])).rejects.toMatchObject({ code: status.INTERNAL });
  });
});

test('a hedged call is answered by its second attempt, and the first is cancelled', async () => {
  let reset = 0;
  const server = await serve((stream, served) => {
    if (served > 1) respond(stream);
    else {
      stream.on('close', () => {
        if (stream.rstCode === 8) reset += 1;
      });
    }
  });
  const hedging = { methods: [TextService.read.path], delayMs: 20 };
  const client = factory.client(TextService, server.target, { ...PLAIN, hedging });
  expect(await client.read('x')).toBe('hello');
  await until('the first attempt was cancelled', () => reset === 1);
});

test('what the policy says of all methods of a service holds', async () => {
  const server = await serve((stream, served) => {
    if (served > 1) respond(stream);
    else stream.respond({ ':status': 503 }, { endStream: true });
  });
  const all = TextService.write.path.replace(/[^/]+$/, '*');
  const retry = { methods: [all] };
  const client = factory.client(TextService, server.target, { ...PLAIN, retry });
  expect(await client.write('x')).toBe('hello');
  const methods = { [all]: { deadlineMs: 50 } };
  const refused = factory.client(TextService, 'static:///127.0.0.1:1', { ...PLAIN, methods });
  await expect(refused.write('x', { waitForReady: true })).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
});

test('an engine that there is not is refused', () => {
  expect(() => createClientFactory({ engine: 'rust' as never })).toThrow(/one of grpc-js, kit/);
});
