import { status } from '@grpc/grpc-js';
import { until } from '@org/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { healthDefinition } from '../../src/health-protocol.js';
import { createServer, type ServerOptions } from '../../src/server/index.js';
import { drained } from './echo-service.js';
import { type EchoHandlers, type Served, serveEcho } from './serve.js';

const running: Served[] = [];
afterEach(async () => {
  for (const served of running.splice(0)) await served.close();
});

async function serve(handlers: Partial<EchoHandlers>, options: ServerOptions = {}) {
  const served = await serveEcho(handlers, options);
  running.push(served);
  const phases = (): unknown[] => served.log.lines.map((line) => line.fields['drain']).filter(Boolean);
  return { ...served, client: served.connect(), phases };
}

const never = new Promise<never>(() => {});

describe('close', () => {
  test('says NOT_SERVING first, still serves during the delay, then refuses connections', async () => {
    const { server, client, connect, phases } = await serve(
      { unary: async (call) => ({ text: call.request.text }) },
      { drainDelayMs: 300 },
    );
    const { path, requestSerialize, responseDeserialize } = healthDefinition.watch;
    const watch = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, { service: 'test.Echo' });
    const seen: unknown[] = [];
    watch.on('data', (message) => seen.push(message.status));
    const ended = new Promise((resolve) => watch.on('error', resolve));
    await until('SERVING', () => seen.length === 1);
    const closing = server.close();
    await until('NOT_SERVING', () => seen.length === 2);
    expect(await client.unary('late')).toEqual({ messages: [{ text: 'late' }] });
    const report = await closing;
    expect(seen).toEqual(['SERVING', 'NOT_SERVING']);
    expect(await ended).toMatchObject({ code: status.UNAVAILABLE, details: 'the server is leaving' });
    expect(report).toMatchObject({ cut: [], forced: false });
    expect(report.elapsedMs).toBeGreaterThanOrEqual(300);
    expect(phases()).toEqual(['not_serving', 'closing', 'closed']);
    expect((await connect().unary('x', { deadline: Date.now() + 2_000 })).error?.code).toBe(status.UNAVAILABLE);
  });

  test('waits for calls in hand', async () => {
    let answer = (): void => {};
    const { server, client } = await serve({
      unary: (call, callback) => {
        answer = () => callback(null, { text: call.request.text });
      },
    });
    const call = client.unary('slow');
    await until('the call to arrive', () => server.inFlight === 1);
    const closing = server.close();
    await until('closing', () => server.health.get('') === 'NOT_SERVING');
    setTimeout(() => answer(), 100);
    expect(await call).toEqual({ messages: [{ text: 'slow' }] });
    expect(await closing).toMatchObject({ cut: [], forced: false });
  });

  test('tells streams through their signal, but no unary call', async () => {
    const aborted: string[] = [];
    let finishUnary = (): void => {};
    const { server, client } = await serve({
      unary: (call, callback) => {
        call.signal.addEventListener('abort', () => aborted.push('unary'));
        finishUnary = () => callback(null, { text: 'done' });
      },
      async *expand({ signal }) {
        yield { text: 'first' };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        aborted.push('stream');
        yield { text: 'goodbye' };
      },
    });
    const unary = client.unary('');
    const stream = drained(client.expand(''));
    await until('both to arrive', () => server.inFlight === 2);
    const closing = server.close();
    expect(await stream).toMatchObject({
      messages: [{ text: 'first' }, { text: 'goodbye' }],
      error: { code: status.UNAVAILABLE, details: 'the server is leaving' },
    });
    expect(aborted).toEqual(['stream']);
    finishUnary();
    expect(await unary).toEqual({ messages: [{ text: 'done' }] });
    expect(await closing).toMatchObject({ cut: [], forced: false });
  });

  test('a stream that completes without having been told to stop is complete', async () => {
    const { server, client } = await serve({
      async *expand() {
        yield { text: 'first' };
        await until('closing', () => server.health.get('') === 'NOT_SERVING');
        yield { text: 'last' };
      },
    });
    const stream = drained(client.expand(''));
    await until('the stream to arrive', () => server.inFlight === 1);
    await server.close();
    expect(await stream).toEqual({ messages: [{ text: 'first' }, { text: 'last' }] });
  });

  test('is bounded: what hangs is cut with UNAVAILABLE and reported', async () => {
    const aborted: unknown[] = [];
    const { server, client, phases } = await serve(
      {
        unary: (call) => {
          call.signal.addEventListener('abort', () => aborted.push(call.signal.reason.details));
          return never;
        },
        expand: (call) => void call.write({ text: 'and then silence' }),
      },
      { deadlineMs: 300 },
    );
    const outcomes = [client.unary(''), drained(client.expand(''))];
    await until('both to arrive', () => server.inFlight === 2);
    const report = await server.close();
    expect(report.cut.map((call) => call.method).sort()).toEqual(['/test.Echo/Expand', '/test.Echo/Unary']);
    expect(report.forced).toBe(true);
    expect(report.elapsedMs).toBeLessThan(2_000);
    for (const outcome of outcomes) {
      expect((await outcome).error).toMatchObject({
        code: status.UNAVAILABLE,
        details: 'the server has left; the call was cut',
      });
    }
    expect(aborted).toEqual(['the server has left; the call was cut']);
    expect(phases()).toEqual(['not_serving', 'closing', 'forced', 'closed']);
  });

  test('happens once, and the server is gone for good', async () => {
    const { server } = await serve({ unary: () => never });
    const first = server.close();
    expect(server.close()).toBe(first);
    await first;
    await expect(server.listen('127.0.0.1:0')).rejects.toMatchObject({ code: 'ERR_CLOSED' });
    server.health.set('', 'SERVING');
    expect(server.health.get('')).toBe('NOT_SERVING');
  });

  test('a server that never listened closes at once', async () => {
    const report = await createServer().close();
    expect(report).toMatchObject({ cut: [], forced: false });
    expect(report.elapsedMs).toBeLessThan(1_000);
  });
});
