import { status } from '@grpc/grpc-js';
import { type ClientFactory, createClientFactory, type KitEvent } from '@org/grpc-kit';
import { until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import {
  Refusal,
  startTextBackend,
  startTextBackends,
  staticTarget,
  type TextBackend,
} from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

let backends: TextBackend[] = [];
let factory: ClientFactory;
let events: KitEvent[];
afterEach(async () => {
  await factory.close();
  for (const backend of backends) backend.close();
});

const LIMITS = { intervalMs: 200, baseEjectionMs: 300, maxEjectionMs: 1_000 };

async function open(count: number, outlierDetection: object = LIMITS) {
  backends = await startTextBackends(count);
  events = [];
  factory = createClientFactory({ metrics: { event: (event) => void events.push(event) }, policy: { retry: false } });
  const client = factory.client(TextService, staticTarget(backends), { outlierDetection });
  await factory.ready();
  return client;
}

type Client = Awaited<ReturnType<typeof open>>;

const fail = (code: status) => () => {
  throw new Refusal(code, 'told to fail');
};

async function load(client: Client, calls: number): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: calls }, () => client.read('x')));
  return results.filter((result) => result.status === 'rejected').length;
}

const kinds = () => events.filter(({ kind }) => kind === 'ejected' || kind === 'unejected').map(({ kind }) => kind);

test('a backend that fails every call is left out at once, and comes back when its time is over', async () => {
  const client = await open(3);
  const [bad] = backends as [TextBackend];
  bad.unary = fail(status.UNAVAILABLE);
  await until('it is left out', async () => {
    await load(client, 1);
    return kinds().includes('ejected');
  });
  expect(factory.snapshot()[0]?.backends.map(({ state }) => state)).toEqual(
    expect.arrayContaining(['ejected', 'ready', 'ready']),
  );
  expect(await load(client, 30)).toBe(0);

  bad.unary = () => 'well again';
  await until('it is back', () => kinds().includes('unejected'));
  expect(await load(client, 30)).toBe(0);
  expect(backends.every(({ arrived }) => (arrived.get('read') ?? 0) > 0)).toBe(true);
});

test('a backend that fails more than it may is left out at the end of the interval', async () => {
  const client = await open(2, { ...LIMITS, failurePercent: 30, minimumCalls: 10 });
  const [bad] = backends as [TextBackend];
  let calls = 0;
  bad.unary = () => {
    if (calls++ % 2 === 0) throw new Refusal(status.INTERNAL, 'every other one');
    return 'fine';
  };
  await until('it is left out', async () => {
    await load(client, 20);
    return kinds().includes('ejected');
  });
});

test.each([status.NOT_FOUND, status.INVALID_ARGUMENT, status.UNAUTHENTICATED])(
  '%s says something about the request, not the backend',
  async (code) => {
    const client = await open(2);
    (backends[0] as TextBackend).unary = fail(code);
    expect(await load(client, 60)).toBe(30);
    expect(kinds()).toEqual([]);
  },
);

test('when everybody fails, nobody is left out', async () => {
  const client = await open(3);
  for (const backend of backends) backend.unary = fail(status.UNAVAILABLE);
  expect(await load(client, 90)).toBe(90);
  expect(kinds()).toEqual([]);
});

test('never more at once than the policy allows', async () => {
  const client = await open(4, { ...LIMITS, baseEjectionMs: 60_000, maxEjectionMs: 60_000, maxEjectionPercent: 50 });
  for (const backend of backends.slice(0, 3)) backend.unary = fail(status.UNAVAILABLE);
  for (let round = 0; round < 10; round++) await load(client, 40);
  expect(kinds()).toEqual(['ejected', 'ejected']);
});

test('without outlier detection nobody is left out', async () => {
  backends = await startTextBackends(2);
  events = [];
  factory = createClientFactory({ metrics: { event: (event) => void events.push(event) }, policy: { retry: false } });
  const client = factory.client(TextService, staticTarget(backends), { outlierDetection: false });
  await factory.ready();
  (backends[0] as TextBackend).unary = fail(status.UNAVAILABLE);
  expect(await load(client, 60)).toBe(30);
  expect(kinds()).toEqual([]);
});

test('one backend with mixed results is not ejected, and takes calls within 1.5 s of its return', async () => {
  const client = await open(1, {});
  const [only] = backends as [TextBackend];
  only.unary = fail(status.UNAVAILABLE);
  await load(client, 1);
  only.unary = () => 'well';
  await load(client, 8);
  only.unary = fail(status.UNAVAILABLE);
  await load(client, 20);
  expect(kinds()).toEqual([]);

  only.close();
  await until('its loss is noticed', async () => (await load(client, 1)) === 1);
  backends = [await startTextBackend({ host: only.host, port: only.port })];
  const returned = performance.now();
  await until('it answers', async () => (await load(client, 1)) === 0);
  expect(performance.now() - returned).toBeLessThan(1_500);
});

test('an ejected backend takes calls when no other is left, and the error says that it is ejected when none can', async () => {
  const client = await open(2, { ...LIMITS, baseEjectionMs: 60_000, maxEjectionMs: 60_000 });
  const [bad, good] = backends as [TextBackend, TextBackend];
  bad.unary = fail(status.UNAVAILABLE);
  await until('it is left out', async () => {
    await load(client, 1);
    return kinds().includes('ejected');
  });
  const ejected = factory.snapshot()[0]?.backends.find(({ state }) => state === 'ejected');
  expect(ejected?.ejection?.reason).toMatch(/calls in a row failed/);
  expect(ejected?.ejection?.until).toBeGreaterThan(Date.now());
  bad.unary = () => 'well again';
  good.close();
  await until('it takes the calls', async () => (await load(client, 5)) === 0);
});
