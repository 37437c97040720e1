import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type ClientFactory, createClientFactory } from '@org/grpc-kit';
import { until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { type BackendProcess, spawnBackend } from '../support/backend-process.js';
import { TextService } from '../support/text-service.js';

let factory: ClientFactory | undefined;
let backend: BackendProcess | undefined;
let server: Http2Server | undefined;
const sessions = new Set<ServerHttp2Session>();
afterEach(async () => {
  await factory?.close();
  backend?.kill('SIGKILL');
  for (const session of sessions) session.destroy();
  server?.close();
});

/** Answers nothing; counts pings, settings and connections. */
async function listen(): Promise<{ port: number; pings: () => number; questions: () => number }> {
  let pings = 0;
  let questions = 0;
  server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('ping', () => pings++);
    session.on('remoteSettings', () => questions++);
  });
  server.on('stream', (stream) => stream.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, pings: () => pings, questions: () => questions };
}

test('a peer that is silent for long is asked without a single ping, and keeps its connection and its calls', async () => {
  const peer = await listen();
  factory = createClientFactory({
    policy: { keepalive: { timeMs: 100, timeoutMs: 2_000 }, healthCheck: false, retry: false },
  });
  const client = factory.client(TextService, `static:///127.0.0.1:${peer.port}`);
  const call = client.read('x').catch((error: unknown) => error);
  await until('it has been asked often', () => peer.questions() > 5);
  expect(peer.pings()).toBe(0);
  expect(sessions.size).toBe(1);
  expect(factory.snapshot()[0]?.backends[0]).toMatchObject({ inFlight: 1, failures: 0, state: 'ready' });
  for (const session of sessions) session.destroy();
  await call;
});

for (const [when, busy] of [
  ['with a call in flight, which ends UNAVAILABLE', true],
  ['while idle', false],
] as const) {
  test(`a frozen backend is found ${when}`, async () => {
    backend = await spawnBackend();
    const reasons: (string | undefined)[] = [];
    factory = createClientFactory({
      metrics: { event: (event) => void (event.kind === 'backend_state' && reasons.push(event.error)) },
      policy: { keepalive: { timeMs: 200, timeoutMs: 400 }, retry: false, outlierDetection: false },
    });
    const client = factory.client(TextService, `static:///${backend.address}`);
    await client.read('x');
    const state = () => factory?.snapshot()[0]?.backends[0];
    backend.kill('SIGSTOP');
    const call = busy ? client.read('x', { deadlineMs: 30_000 }).then(String, (error: unknown) => error) : undefined;
    await until('the connection is given up', () => state()?.state !== 'ready', 10_000);
    expect(reasons).toContainEqual(expect.stringMatching(/silent for 200 ms.*400 ms/));
    if (call) expect(await call).toMatchObject({ code: 14 });
    backend.kill('SIGCONT');
    await until('it is back', () => state()?.state === 'ready', 10_000);
    expect(await client.read('x')).toBe('127.0.0.1');
  });
}

test('an unanswered peer is left alone when keepalive is off', async () => {
  const peer = await listen();
  factory = createClientFactory({ policy: { keepalive: { timeMs: Number.POSITIVE_INFINITY }, healthCheck: false } });
  const client = factory.client(TextService, `static:///127.0.0.1:${peer.port}`);
  await expect(client.read('x', { deadlineMs: 1_000 })).rejects.toMatchObject({ code: 4 });
  expect(peer.questions()).toBe(1);
});
