import { status } from '@grpc/grpc-js';
import { until } from '@org/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { type ClientFactory, createClientFactory } from '../../src/index.js';
import { Program } from '../support/program.js';
import { drained, EchoClient, echoDefinition, type Outcome } from './echo-service.js';

const greeter = new URL('./programs/greeter.ts', import.meta.url);
const programs: Program[] = [];
const clients: EchoClient[] = [];
const factories: ClientFactory[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const factory of factories.splice(0)) await factory.close();
  for (const program of programs.splice(0)) await program.kill();
});

async function start(env: NodeJS.ProcessEnv = {}) {
  const program = Program.run(greeter, env);
  programs.push(program);
  const port = Number((await program.line('ready'))['port']);
  const connect = (): EchoClient => {
    const client = new EchoClient(port);
    clients.push(client);
    return client;
  };
  return { program, port, connect };
}

describe('scenario 13: SIGTERM under 200 calls a second and 20 open streams', () => {
  test('no call fails, streams end with a status to act on, the process is gone in time', async () => {
    const leaving = await start({ DRAIN_DELAY_MS: '1000' });
    const staying = await start();
    const ends = Array.from({ length: 20 }, () => drained(leaving.connect().expand('')));
    const factory = createClientFactory();
    factories.push(factory);
    const target = `static:///127.0.0.1:${leaving.port},127.0.0.1:${staying.port}`;
    const client = factory.client(echoDefinition, target, { retry: false });
    await factory.ready();

    const calls: Promise<unknown>[] = [];
    const failures: unknown[] = [];
    const load = setInterval(() => {
      const call = client.unary({ text: String(calls.length) });
      calls.push(call.catch((error: unknown) => failures.push(error)));
    }, 5);
    await until('load', () => calls.length > 100);
    leaving.program.signal('SIGTERM');
    const exit = await leaving.program.exited;
    const atExit = calls.length;
    await until('load afterwards', () => calls.length > atExit + 100);
    clearInterval(load);
    await Promise.all(calls);

    expect(failures).toEqual([]);
    expect(exit).toMatchObject({ code: 0, signal: null });
    expect(exit.afterMs).toBeLessThan(5_000);
    for (const end of await Promise.all(ends)) {
      expect(end.error).toMatchObject({ code: status.UNAVAILABLE, details: 'the server is leaving' });
      expect(end.messages.length).toBeGreaterThan(0);
    }
    expect(leaving.program.messages).toEqual([
      'listening',
      'ready',
      'signal received',
      'leaving: NOT_SERVING, still taking calls',
      'leaving: no new calls, finishing those in hand',
      'left',
      'closed',
    ]);
    const closing = leaving.program.log.find((line) => line['drain'] === 'closing');
    expect(closing).toMatchObject({ inFlight: expect.any(Number), elapsedMs: expect.any(Number) });
    expect(Number(closing?.['elapsedMs'])).toBeGreaterThanOrEqual(1_000);
  });

  test('of the calls that arrive at the very moment of closing, none is both handled and failed', async () => {
    const { program, connect } = await start({ DRAIN_DELAY_MS: '0', UNARY_MS: '50' });
    const clients = Array.from({ length: 4 }, connect);
    await Promise.all(clients.map((client) => client.unary('warm')));
    const outcomes: Promise<Outcome>[] = [];
    const load = setInterval(() => {
      for (const client of clients) outcomes.push(client.unary('x'));
    }, 1);
    await until('load', () => outcomes.length > 100);
    program.signal('SIGTERM');
    expect(await program.exited).toMatchObject({ code: 0 });
    clearInterval(load);
    const settled = await Promise.all(outcomes);
    const failed = settled.flatMap((outcome) => outcome.error ?? []);
    expect(new Set(failed.map((error) => error.code))).toEqual(new Set([status.UNAVAILABLE]));
    expect(program.log.at(-1)).toMatchObject({
      msg: 'closed',
      handled: clients.length + settled.length - failed.length,
    });
  });
});

describe('closeOn', () => {
  test('streams that do not listen are cut at the deadline', async () => {
    const { program, connect } = await start({ DEAF: '1', DRAIN_DELAY_MS: '0', DEADLINE_MS: '700' });
    const end = drained(connect().expand(''));
    await until('the stream', () => program.messages.includes('ready'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    program.signal('SIGTERM');
    const exit = await program.exited;
    expect(exit.code).toBe(0);
    expect(exit.afterMs).toBeGreaterThan(600);
    expect(exit.afterMs).toBeLessThan(5_000);
    expect((await end).error).toMatchObject({ code: status.UNAVAILABLE });
    expect(program.log.find((line) => line['msg'] === 'calls were cut')).toMatchObject({
      cut: [{ method: '/test.Echo/Expand', peer: expect.stringMatching(/^127/), durationMs: expect.any(Number) }],
    });
  });

  test('a second signal forces the end at once', async () => {
    const { program, connect } = await start({ DEAF: '1', DRAIN_DELAY_MS: '20000', DEADLINE_MS: '30000' });
    const end = drained(connect().expand(''));
    await new Promise((resolve) => setTimeout(resolve, 200));
    program.signal('SIGTERM');
    await program.line('leaving: NOT_SERVING, still taking calls');
    program.signal('SIGTERM');
    const exit = await program.exited;
    expect(exit.afterMs).toBeLessThan(5_000);
    expect((await end).error?.code).toBe(status.UNAVAILABLE);
    expect(program.messages).toContain('second signal: not waiting any longer');
    expect(program.log.find((line) => line['drain'] === 'forced')).toBeDefined();
  });

  test('what keeps the process alive afterwards is named, and does not', async () => {
    const { program } = await start({ STRAGGLER: '1', DRAIN_DELAY_MS: '0' });
    program.signal('SIGTERM');
    const exit = await program.exited;
    expect(exit.code).toBe(0);
    expect(exit.afterMs).toBeLessThan(5_000);
    expect(program.log.at(-1)).toMatchObject({
      msg: 'something keeps the process alive: exiting',
      resources: expect.arrayContaining(['Timeout']),
    });
  });

  test('other signals keep their meaning', async () => {
    const { program } = await start();
    program.signal('SIGINT');
    expect(await program.exited).toMatchObject({ signal: 'SIGINT' });
  });
});
