import { type ClientFactory, createClientFactory } from '@org/grpc-kit';
import { startDnsServer, until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { startTextBackends, staticTarget, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

let backends: TextBackend[] = [];
let factory: ClientFactory;
afterEach(async () => {
  await factory.close();
  for (const backend of backends) backend.close();
});

const shares = () => backends.map(({ arrived }) => arrived.get('read') ?? 0);

test('a burst right after ready is spread evenly', async () => {
  backends = await startTextBackends(4);
  factory = createClientFactory();
  const client = factory.client(TextService, staticTarget(backends));
  await factory.ready();
  await Promise.all(Array.from({ length: 400 }, () => client.read('x')));
  expect(shares()).toEqual([100, 100, 100, 100]);
});

test('least_request sends less to the backend that is slow', async () => {
  backends = await startTextBackends(3);
  factory = createClientFactory();
  const client = factory.client(TextService, staticTarget(backends), { loadBalancing: 'least_request' });
  await factory.ready();
  const [slow] = backends as [TextBackend];
  const waiting: (() => void)[] = [];
  slow.unary = () => new Promise((resolve) => waiting.push(() => resolve('slow')));
  let left = 300;
  const workers = Array.from({ length: 30 }, async () => {
    while (left-- > 0) await client.read('x');
  });
  await until('the slow one holds what the others pass by', () => left <= 0);
  expect(slow.arrived.get('read')).toBeLessThan(60);
  slow.unary = () => 'fast now';
  for (const go of waiting) go();
  await Promise.all(workers);
});

test('pick_first stays with one backend', async () => {
  backends = await startTextBackends(3);
  factory = createClientFactory();
  const client = factory.client(TextService, staticTarget(backends), { loadBalancing: 'pick_first' });
  await Promise.all(Array.from({ length: 30 }, () => client.read('x')));
  expect(shares().filter((share) => share > 0)).toEqual([30]);
});

test('backends that DNS adds get calls, those that it drops get none, and nobody is connected twice', async () => {
  backends = await startTextBackends(4);
  const dns = await startDnsServer();
  const hosts = backends.map(({ host }) => host);
  dns.setAddresses('text.test', hosts.slice(0, 2));
  factory = createClientFactory({ policy: { discovery: { refreshMs: 100, minIntervalMs: 50 } } });
  const client = factory.client(TextService, `dns://${dns.address}/text.test:${backends[0]?.port}`);
  await factory.ready();
  await Promise.all(Array.from({ length: 20 }, () => client.read('x')));
  expect(shares()).toEqual([10, 10, 0, 0]);

  dns.setAddresses('text.test', hosts);
  await until('the new ones have calls', async () => {
    await client.read('x');
    return shares().every((share) => share > 0);
  });
  const peers = new Set<string>();
  for (const backend of backends) {
    backend.unary = (call) => {
      peers.add(`${backend.host} ${call.getPeer()}`);
      return 'x';
    };
  }
  await Promise.all(Array.from({ length: 40 }, () => client.read('x')));
  expect(peers.size).toBe(4);

  dns.setAddresses('text.test', hosts.slice(2));
  await until('the old ones are gone', () => factory.snapshot()[0]?.backends.length === 2);
  const before = shares();
  await Promise.all(Array.from({ length: 20 }, () => client.read('x')));
  expect(shares().map((share, index) => share - (before[index] ?? 0))).toEqual([0, 0, 10, 10]);
  await dns.close();
});

test('an address that comes back in the same moment is not lost', async () => {
  backends = await startTextBackends(2);
  const dns = await startDnsServer();
  const hosts = backends.map(({ host }) => host);
  dns.setAddresses('text.test', hosts);
  factory = createClientFactory({ policy: { discovery: { refreshMs: 100, minIntervalMs: 50 } } });
  const client = factory.client(TextService, `dns://${dns.address}/text.test:${backends[0]?.port}`);
  await factory.ready();
  for (const some of [hosts.slice(1), hosts, hosts.slice(0, 1), hosts]) {
    dns.setAddresses('text.test', some);
    await until('it is followed', () => factory.snapshot()[0]?.backends.length === some.length);
    await client.read('x');
  }
  await factory.ready();
  const before = shares();
  await Promise.all(Array.from({ length: 20 }, () => client.read('x')));
  expect(shares().map((share, index) => share - (before[index] ?? 0))).toEqual([10, 10]);
  await dns.close();
});
