import { status } from '@grpc/grpc-js';
import { type ClientFactory, createClientFactory, type KitEvent } from '@org/grpc-kit';
import { until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { startTextBackends, staticTarget, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

let backends: TextBackend[] = [];
let factory: ClientFactory;
afterEach(async () => {
  await factory.close();
  for (const backend of backends) backend.close();
});

async function open(policy = {}, observer = {}) {
  backends = await startTextBackends(2, { health: true });
  factory = createClientFactory({ metrics: observer });
  return factory.client(TextService, staticTarget(backends), policy);
}

/** Who answers twenty calls. */
async function answering(client: { read(text: string): Promise<string> }): Promise<Set<string>> {
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.read('x')));
  return new Set(answers);
}

const state = (index: number) =>
  factory.snapshot()[0]?.backends.find(({ address }) => address === backends[index]?.address)?.state;

test('a backend that says NOT_SERVING gets no calls, and gets them again when it says SERVING', async () => {
  const events: KitEvent[] = [];
  const client = await open({}, { event: (event: KitEvent) => void events.push(event) });
  const [sick, well] = backends as [TextBackend, TextBackend];
  sick.health.set('not serving');
  await until('the well one is connected', async () => (await client.read('x')) && state(1) === 'ready');
  await until('the sick one is known', () => state(0) === 'unhealthy');
  const before = sick.arrived.get('read') ?? 0;
  expect(await answering(client)).toEqual(new Set([well.address]));
  expect(sick.arrived.get('read') ?? 0).toBe(before);

  sick.health.set('serving');
  await until('it is ready', () => state(0) === 'ready');
  expect(await answering(client)).toEqual(new Set([sick.address, well.address]));

  sick.health.set('not serving');
  await until('it is unhealthy', () => state(0) === 'unhealthy');
  expect(await answering(client)).toEqual(new Set([well.address]));
  expect(events).toContainEqual({
    kind: 'backend_state',
    target: staticTarget(backends),
    backend: sick.address,
    from: 'ready',
    to: 'unhealthy',
    error: 'it says NOT_SERVING',
  });
});

test('the first call waits for the first word, rather than fail or go to a sick backend', async () => {
  backends = await startTextBackends(1, { health: true });
  factory = createClientFactory();
  const client = factory.client(TextService, staticTarget(backends));
  const [only] = backends as [TextBackend];
  only.health.set('pending');
  const call = client.read('x');
  await until('it is watched', () => only.health.watchers === 1);
  expect(state(0)).toBe('connecting');
  expect(only.arrived.get('read')).toBeUndefined();
  only.health.set('serving');
  expect(await call).toBe(only.address);
});

test('when all that took calls say NOT_SERVING, they get the calls until one serves again: a rollout that DNS is behind', async () => {
  const client = await open();
  await factory.ready();
  for (const backend of backends) backend.health.set('not serving');
  await until('both are unhealthy', () => state(0) === 'unhealthy' && state(1) === 'unhealthy');
  expect((await answering(client)).size).toBe(2);
  backends[1]?.health.set('serving');
  await until('one is ready', () => state(1) === 'ready');
  expect(await answering(client)).toEqual(new Set([backends[1]?.address]));
});

test('a backend that never said SERVING gets no calls, even as the only one', async () => {
  const client = await open();
  for (const backend of backends) backend.health.set('not serving');
  await expect(client.read('x')).rejects.toMatchObject({ code: status.UNAVAILABLE });
  expect(backends.map(({ arrived }) => arrived.get('read'))).toEqual([undefined, undefined]);
});

test('a backend that never tells its health is given up', async () => {
  const client = await open({ connection: { connectTimeoutMs: 200 } });
  const [silent, well] = backends as [TextBackend, TextBackend];
  silent.health.set('pending');
  await factory.ready();
  await until('it is given up', () => state(0) === 'unhealthy');
  expect(await answering(client)).toEqual(new Set([well.address]));
  expect(factory.snapshot()[0]?.backends.map(({ lastError }) => lastError)).toContain(
    'no word of its health in 200 ms',
  );
});

test.each([
  ['has no health service', status.UNIMPLEMENTED],
  ['keeps it for those who log in', status.UNAUTHENTICATED],
  ['keeps it for others', status.PERMISSION_DENIED],
])('a server that %s counts as healthy', async (_why, code) => {
  const client = await open();
  for (const backend of backends) backend.health.refuse(code);
  await factory.ready();
  expect((await answering(client)).size).toBe(2);
});

test('a watch that ends is taken up again, and the backend keeps its calls meanwhile', async () => {
  const client = await open();
  await factory.ready();
  const [first] = backends as [TextBackend];
  first.health.hangUp(status.DEADLINE_EXCEEDED);
  await until('it hung up', () => first.health.watchers === 0);
  expect((await answering(client)).size).toBe(2);
  await until('it is watched again', () => first.health.watchers === 1);
});

test('a watch that cannot be taken up again makes the backend unhealthy', async () => {
  await open();
  await factory.ready();
  const [first] = backends as [TextBackend];
  first.health.refuse(status.INTERNAL);
  first.health.hangUp(status.INTERNAL);
  await until('it is unhealthy', () => state(0) === 'unhealthy');
  first.health.refuse(undefined);
  await until('it is ready', () => state(0) === 'ready');
});

test('the service that the policy names is asked for, and nothing when health checks are off', async () => {
  await open({ healthCheck: false });
  await factory.ready();
  expect(backends.map(({ health }) => health.watchers)).toEqual([0, 0]);
  const named = factory.client(TextService, staticTarget(backends), { healthCheck: { serviceName: 'a.B' } });
  await factory.ready();
  expect(await named.read('x')).toBeTruthy();
  expect(backends.map(({ health }) => health.watchers)).toEqual([1, 1]);
  expect(backends[0]?.health.asked).toEqual(['a.B']);
});

test('weighted round robin and least request leave sick backends out as well', async () => {
  await open();
  const [sick, well] = backends as [TextBackend, TextBackend];
  sick.health.set('not serving');
  for (const loadBalancing of ['weighted_round_robin', 'least_request'] as const) {
    const client = factory.client(TextService, staticTarget(backends), { loadBalancing });
    await until('the well one answers', () => client.read('x').catch(() => undefined));
    await until('the sick one is known', () =>
      factory
        .snapshot()
        .at(-1)
        ?.backends.some(({ state }) => state === 'unhealthy'),
    );
    expect(await answering(client), loadBalancing).toEqual(new Set([well.address]));
  }
});
