import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Metadata, status } from '@grpc/grpc-js';
import { until } from '@org/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { healthDefinition } from '../../src/health-protocol.js';
import type { KitEvent, ServerCall } from '../../src/observe/observer.js';
import type { ServerOptions } from '../../src/server/index.js';
import { drained, echoDefinition } from './echo-service.js';
import { frame, RawPeer } from './raw-peer.js';
import { type EchoHandlers, type Served, serveEcho } from './serve.js';

const running: Served[] = [];
afterEach(async () => {
  for (const served of running.splice(0)) await served.close();
});

interface Watched extends Served {
  readonly calls: ServerCall[];
  readonly events: KitEvent[];
  peer(): RawPeer;
  socket(): Socket;
  reasons(): string[];
}

async function serve(handlers: Partial<EchoHandlers>, options: ServerOptions = {}): Promise<Watched> {
  const calls: ServerCall[] = [];
  const events: KitEvent[] = [];
  const metrics = {
    serverCallEnded: (call: ServerCall) => calls.push(call),
    event: (event: KitEvent) => events.push(event),
  };
  const served = await serveEcho(handlers, { metrics, ...options });
  running.push(served);
  const keep = <T extends { close(): unknown }>(thing: T): T => {
    served.defer(() => thing.close());
    return thing;
  };
  return {
    ...served,
    calls,
    events,
    peer: () => keep(new RawPeer(served.port)),
    socket: () => {
      const socket = connect(served.port, '127.0.0.1')
        .on('error', () => {})
        .resume();
      served.defer(() => socket.destroy());
      return socket;
    },
    reasons: () => served.log.lines.filter((line) => line.level === 'warn').map((line) => line.message),
  };
}

const echo: Partial<EchoHandlers> = { unary: async (call) => ({ text: call.request.text }) };
const never = new Promise<never>(() => {});
const unaryPath = echoDefinition.unary.path;
const request = frame('{"text":"x"}');

/** The engine that these tests run on; where it decides, each has its own expectation. */
const onKit = process.env['GRPC_KIT_ENGINE'] === 'kit';

describe('more calls than maxConcurrentCalls', () => {
  test('are shed with RESOURCE_EXHAUSTED and counted; health is answered all the same', async () => {
    const release: (() => void)[] = [];
    const {
      connect: client,
      server,
      calls,
      events,
    } = await serve(
      { unary: (call, callback) => void release.push(() => callback(null, { text: call.request.text })) },
      { maxConcurrentCalls: 2 },
    );
    const one = client();
    const served = [one.unary('1'), one.unary('2')];
    await until('both in hand', () => server.inFlight === 2);
    const { error } = await one.unary('3');
    expect(error).toMatchObject({ code: status.RESOURCE_EXHAUSTED, details: 'the server has 2 calls in hand already' });
    expect(events).toEqual([{ kind: 'shed', method: unaryPath }]);
    expect(calls).toMatchObject([{ method: unaryPath, status: status.RESOURCE_EXHAUSTED }]);
    expect(server.shed).toBe(1);

    const { path, requestSerialize, responseDeserialize } = healthDefinition.check;
    const health = await new Promise((resolve) =>
      one.makeUnaryRequest(path, requestSerialize, responseDeserialize, { service: '' }, (_error, response) =>
        resolve(response),
      ),
    );
    expect(health).toEqual({ status: 'SERVING' });
    for (const go of release) go();
    expect((await Promise.all(served)).map((outcome) => outcome.messages[0]?.text)).toEqual(['1', '2']);
    const next = one.unary('4');
    await until('room again', () => release.length === 3);
    release[2]?.();
    expect((await next).error).toBeUndefined();
  });
});

describe('requests that cannot be served', () => {
  const cases: [string, Buffer, Record<string, string>, status, RegExp][] = [
    [
      'longer than maxReceiveBytes',
      frame('x', { length: 5_000 }),
      {},
      status.RESOURCE_EXHAUSTED,
      /larger than max \(5000 vs 1000\)/,
    ],
    [
      'that inflates to more than maxReceiveBytes',
      frame(gzipSync(Buffer.alloc(100_000)), { compressed: 1 }),
      { 'grpc-encoding': 'gzip' },
      status.RESOURCE_EXHAUSTED,
      /decompresses to a size larger than 1000/,
    ],
    [
      'compressed, but with something else',
      frame('nonsense', { compressed: 1 }),
      { 'grpc-encoding': 'gzip' },
      status.INTERNAL,
      /decompress/,
    ],
    [
      'compressed with an unknown method',
      frame('x', { compressed: 1 }),
      { 'grpc-encoding': 'br' },
      status.UNIMPLEMENTED,
      /unsupported encoding "br"/,
    ],
    [
      'with a broken timeout',
      request,
      { 'grpc-timeout': 'soon' },
      status.INTERNAL,
      /Invalid grpc-timeout value "soon"/,
    ],
    onKit
      ? ['cut off', frame('{"te', { length: 50 }), {}, status.INTERNAL, /within a message/]
      : ['cut off', frame('{"te', { length: 50 }), {}, status.UNIMPLEMENTED, /no request message/],
    ['empty', Buffer.alloc(0), {}, status.UNIMPLEMENTED, /no request message/],
    ['two instead of one', Buffer.concat([request, request]), {}, status.UNIMPLEMENTED, /second request message/],
    ['of another protocol inside', frame('<xml/>'), {}, status.INTERNAL, /could not be read/],
    [
      'with more metadata than maxMetadataBytes',
      request,
      { 'x-big': 'a'.repeat(20_000) },
      status.RESOURCE_EXHAUSTED,
      /metadata of \d+ bytes; at most 16384/,
    ],
  ];
  test.each(cases)('%s', async (_name, bytes, headers, code, details) => {
    let handled = 0;
    const {
      peer,
      calls,
      server,
      connect: client,
    } = await serve(
      { unary: async (call) => ({ text: `${call.request.text}${handled++}` }) },
      { maxReceiveBytes: 1_000, maxMetadataBytes: 16_384 },
    );
    const reply = await peer().send(unaryPath, bytes, headers);
    expect(Number(reply['grpc-status'])).toBe(code);
    expect(decodeURI(String(reply['grpc-message']))).toMatch(details);
    expect(calls).toMatchObject([{ method: unaryPath, status: code, details: expect.stringMatching(details) }]);
    expect(handled).toBe(0);
    await until('nothing in hand', () => server.inFlight === 0);
    expect((await client().unary('still here')).messages).toEqual([{ text: 'still here0' }]);
  });

  test('unknown methods and content types are turned away before anything of theirs is read', async () => {
    const { peer, calls } = await serve(echo);
    expect((await peer().send('/test.Echo/Nope', request))['grpc-status']).toBe(String(status.UNIMPLEMENTED));
    expect((await peer().send(unaryPath, request, { 'content-type': 'text/html' }))[':status']).toBe(415);
    expect(calls).toEqual([]);
  });

  test('responses longer than maxSendBytes', async () => {
    const { connect: client, calls } = await serve(
      { unary: async () => ({ text: 'x'.repeat(2_000) }) },
      { maxSendBytes: 1_000 },
    );
    expect((await client().unary('')).error?.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(calls).toMatchObject([{ status: status.RESOURCE_EXHAUSTED }]);
  });

  test.runIf(onKit)('more headers than are accepted are answered at once, and the connection lives on', async () => {
    const { peer } = await serve(echo);
    const one = peer();
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-${index}`, 'v']));
    expect((await one.send(unaryPath, request, many))['grpc-status']).toBe('0');
    expect((await one.send(unaryPath, request, { 'x-big': 'a'.repeat(30_000) }))['grpc-status']).toBe('0');
  });

  test.skipIf(onKit)('more headers than Node takes are refused by the stream, not the server', async () => {
    const { peer } = await serve(echo);
    const one = peer();
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-${index}`, 'v']));
    expect((await one.send(unaryPath, request, many))['grpc-status']).toBeUndefined();
    expect((await one.send(unaryPath, request, { 'x-big': 'a'.repeat(70_000) }))['grpc-status']).toBeUndefined();
    expect((await one.send(unaryPath, request, { 'x-big': 'a'.repeat(30_000) }))['grpc-status']).toBe('0');
  });
});

describe('handlers that', () => {
  test('hang: the deadline ends the call, the signal aborts, the log says so', async () => {
    const reasons: unknown[] = [];
    const {
      connect: client,
      server,
      calls,
      reasons: logged,
    } = await serve({
      unary: (call) => {
        call.signal.addEventListener('abort', () => reasons.push(call.signal.reason.code));
        return never;
      },
    });
    const { error } = await client().unary('', { deadline: Date.now() + 200 });
    expect(error?.code).toBe(status.DEADLINE_EXCEEDED);
    await until('the server to let go', () => server.inFlight === 0);
    expect([[status.DEADLINE_EXCEEDED], [status.CANCELLED]]).toContainEqual(reasons);
    expect(calls).toMatchObject([{ status: reasons[0] }]);
    if (reasons[0] === status.DEADLINE_EXCEEDED) expect(logged()).toContain('call ended without its handler');
  });

  test('are cancelled: the signal aborts, and what they throw then is no failure', async () => {
    const {
      connect: client,
      server,
      calls,
      log,
    } = await serve({
      async *expand({ signal }) {
        yield { text: 'first' };
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    const stream = client().expand('');
    stream.once('data', () => stream.cancel());
    await drained(stream);
    await until('the server to let go', () => server.inFlight === 0);
    expect(calls).toMatchObject([{ status: status.CANCELLED, details: 'cancelled by the peer' }]);
    expect(log.lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  test('ignore cancellation: iterators are closed, and calls are not kept', async () => {
    let closed = false;
    let released = (): void => {};
    const { connect: client, server } = await serve({
      async *expand() {
        try {
          yield { text: 'first' };
          await new Promise<void>((resolve) => {
            released = resolve;
          });
          yield { text: 'for nobody' };
        } finally {
          closed = true;
        }
      },
    });
    const stream = client().expand('');
    stream.once('data', () => stream.cancel());
    await drained(stream);
    await until('the server to let go', () => server.inFlight === 0);
    released();
    await until('the generator to be closed', () => closed);
  });
});

describe('connections', () => {
  test('that never speak HTTP/2 are dropped', async () => {
    const { socket, reasons, connect: client } = await serve(echo, { handshakeTimeoutMs: 200 });
    const silent = socket();
    const stuttering = socket();
    stuttering.write('PRI * HT');
    await until('both to be dropped', () => silent.closed && stuttering.closed);
    expect(reasons()).toEqual(Array(2).fill('peer refused: spoke no HTTP/2 in 200 ms'));
    expect((await client().unary('x')).error).toBeUndefined();
  });

  test('that speak something else are dropped at once', async () => {
    const { socket, connect: client } = await serve(echo);
    const other = socket();
    other.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await until('it to be dropped', () => other.closed);
    expect((await client().unary('x')).error).toBeUndefined();
  });

  test('that ping and ping without a call are dropped; those with calls are not', async () => {
    const { peer, reasons, connect: client } = await serve({ ...echo, expand: () => {} }, { handshakeTimeoutMs: 400 });
    const noisy = peer();
    const working = peer();
    working.open(echoDefinition.expand.path).end(request);
    const timer = setInterval(() => {
      for (const one of [noisy, working]) {
        for (let count = 0; count < 20 && !one.session.destroyed; count++) one.session.ping(() => {});
      }
    }, 5);
    running.at(-1)?.defer(() => clearInterval(timer));
    await until('the noisy one to be dropped', () => noisy.session.destroyed);
    expect(reasons()).toEqual([expect.stringMatching(/^peer refused: sent \d+ bytes in 200 ms without a call$/)]);
    expect(working.session.destroyed).toBe(false);
    expect((await client().unary('x')).error).toBeUndefined();
  });

  test('that call and call what is not there are dropped as if they made no calls', async () => {
    const { peer, reasons, calls, connect: client } = await serve(echo, { handshakeTimeoutMs: 400 });
    const lost = peer();
    const timer = setInterval(() => {
      for (let count = 0; count < 20 && !lost.session.destroyed; count++) {
        lost.open(`/test.Echo/Missing${count}`, { 'x-padding': 'x'.repeat(50) }).end(request);
      }
    }, 5);
    running.at(-1)?.defer(() => clearInterval(timer));
    await until('it to be dropped', () => lost.session.destroyed);
    expect(reasons()).toEqual([expect.stringMatching(/^peer refused: sent \d+ bytes in 200 ms without a call$/)]);
    expect(calls).toEqual([]);
    expect((await client().unary('x')).error).toBeUndefined();
  });

  test('that reset streams rapidly are cut off by nghttp2', async () => {
    const { peer, server, connect: client } = await serve(echo);
    const one = peer();
    let opened = 0;
    while (!one.session.destroyed && opened < 10_000) {
      one.open(unaryPath).close(8);
      if (++opened % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(one.session.destroyed).toBe(true);
    expect(opened).toBeLessThan(10_000);
    await until('nothing in hand', () => server.inFlight === 0);
    expect((await client().unary('x')).error).toBeUndefined();
  });

  test('beyond maxConnections are closed as they come', async () => {
    const { socket, reasons } = await serve(echo, { maxConnections: 2 });
    const sockets = [socket(), socket()];
    await until('two', () => sockets.every((one) => one.readyState === 'open'));
    const third = socket();
    await until('the third to be closed', () => third.closed);
    expect(reasons()).toEqual(['peer refused: too many connections']);
    expect(sockets.map((one) => one.closed)).toEqual([false, false]);
    sockets[0]?.destroy();
    await until('room again', async () => {
      const fourth = socket();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return !fourth.closed;
    });
  });

  test('without calls are closed after maxConnectionIdleMs', async () => {
    const { peer } = await serve(echo, { maxConnectionIdleMs: 100 });
    const one = peer();
    await one.send(unaryPath, request);
    await until('it to be closed', () => one.session.destroyed);
  });

  test('are asked to leave after maxConnectionAgeMs, and cut after the grace', async () => {
    const { peer, server } = await serve(
      { ...echo, expand: (call) => void call.write({ text: 'for ever' }) },
      { maxConnectionAgeMs: 300, maxConnectionAgeGraceMs: 300 },
    );
    const one = peer();
    let goaway = false;
    one.session.on('goaway', () => {
      goaway = true;
    });
    one.open(echoDefinition.expand.path).end(request);
    await until('the call', () => server.inFlight === 1);
    await until('GOAWAY', () => goaway);
    expect(server.inFlight).toBe(1);
    await until('the cut', () => one.session.destroyed && server.inFlight === 0);
  });

  test('calls survive the age of their connections', async () => {
    const { connect: client } = await serve(echo, { maxConnectionAgeMs: 200 });
    const one = client();
    const until800 = performance.now() + 800;
    let failures = 0;
    while (performance.now() < until800) {
      if ((await one.unary('x', {}, new Metadata({ waitForReady: true }))).error) failures++;
    }
    expect(failures).toBe(0);
  });
});
