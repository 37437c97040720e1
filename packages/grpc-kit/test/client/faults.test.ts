import { type ClientFactory, createClientFactory } from '@org/grpc-kit';
import { type DnsServer, startDnsServer, until } from '@org/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BackendProcess, spawnBackend, spawnBackends } from '../support/backend-process.js';
import { TextService } from '../support/text-service.js';

let dns: DnsServer;
let factory: ClientFactory;
let running: BackendProcess[] = [];
beforeEach(async () => {
  dns = await startDnsServer();
  factory = createClientFactory({ policy: { discovery: { refreshMs: 500, minIntervalMs: 100 } } });
});
afterEach(async () => {
  await factory.close();
  for (const backend of running) backend.kill('SIGKILL');
  await Promise.all(running.map(({ gone }) => gone));
  await dns.close();
  running = [];
});

async function open(count: number, options = {}) {
  running = await spawnBackends(count, options);
  const publish = (backends: readonly BackendProcess[]) =>
    dns.setAddresses(
      'text.test',
      backends.map(({ host }) => host),
    );
  publish(running);
  const client = factory.client(TextService, `dns://${dns.address}/text.test:${running[0]?.port}`);
  await factory.ready({ timeoutMs: 30_000 });
  return { client, publish };
}

type Client = Awaited<ReturnType<typeof open>>['client'];

/** Four callers that never pause, until told. */
function load(client: Client, deadlineMs = 10_000) {
  const failures: { code: number; backend?: string }[] = [];
  const answers = new Map<string, number>();
  let going = true;
  const callers = Array.from({ length: 4 }, async () => {
    while (going) {
      try {
        const host = await client.read('x', { deadlineMs });
        answers.set(host, (answers.get(host) ?? 0) + 1);
      } catch (error) {
        failures.push(error as { code: number });
      }
    }
  });
  return {
    failures,
    answers,
    stop: async () => {
      going = false;
      await Promise.all(callers);
    },
  };
}

const backendsNow = () => factory.snapshot()[0]?.backends ?? [];

test('SIGKILL in the middle of calls: none fails, though DNS still names the dead', async () => {
  const { client, publish } = await open(4, { handlerMs: 20 });
  const calls = load(client);
  await until('all have calls', () => calls.answers.size === 4);
  for (const backend of running.slice(0, 2)) backend.kill('SIGKILL');
  await until('the dead are known', () => backendsNow().filter(({ state }) => state === 'ready').length === 2);
  publish(running.slice(2));
  await until('DNS has said so too', () => backendsNow().length === 2);
  await calls.stop();
  expect(calls.failures).toEqual([]);
});

test('every backend is replaced while DNS lags behind: none fails', async () => {
  const { client, publish } = await open(2);
  const calls = load(client);
  const port = running[0]?.port as number;
  const generation = [...running];
  for (let index = 0; index < 2; index++) {
    const successor = await spawnBackend({ host: `127.0.0.${10 + index}`, port });
    running.push(successor);
    const former = generation[index] as BackendProcess;
    generation[index] = successor;
    former.kill('SIGTERM');
    await former.gone;
    // DNS names the dead one until the client has noticed and asked again at least once.
    const asked = dns.queries.get('A text.test') ?? 0;
    await until('it asks again', () => (dns.queries.get('A text.test') ?? 0) > asked + 1);
    publish(generation);
    await until('the successor has calls', () => calls.answers.has(successor.host));
  }
  await calls.stop();
  expect(calls.failures).toEqual([]);
});

test('a frozen backend is left out after a few calls, and back once it thaws', async () => {
  const { client } = await open(3);
  const [frozen] = running as [BackendProcess];
  const calls = load(client, 500);
  await until('all have calls', () => calls.answers.size === 3);
  frozen.kill('SIGSTOP');
  const state = () => backendsNow().find(({ address }) => address === frozen.address)?.state;
  await until('it is left out', () => state() === 'ejected', 30_000);
  const before = calls.failures.length;
  const answered = () => [...calls.answers.values()].reduce((sum, count) => sum + count, 0);
  const some = answered() + 500;
  await until('the others serve', () => answered() > some);
  // Calls that were on their way when it was left out may still run out of time, four at most.
  expect(calls.failures.length - before).toBeLessThanOrEqual(4);
  expect(calls.failures.every(({ backend }) => backend === frozen.address)).toBe(true);
  calls.answers.delete(frozen.host);
  frozen.kill('SIGCONT');
  await until('it has calls again', () => calls.answers.has(frozen.host), 50_000);
  await calls.stop();
});

test('the DNS server falls silent: nobody notices', async () => {
  const { client } = await open(2);
  dns.behave('silent');
  const calls = load(client);
  await until('look-ups fail', () => factory.snapshot()[0]?.resolution?.error, 30_000);
  await calls.stop();
  expect(calls.failures).toEqual([]);
  expect(backendsNow()).toHaveLength(2);
});
