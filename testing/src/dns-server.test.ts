import { Resolver } from 'node:dns/promises';
import { afterEach, expect, test } from 'vitest';
import { type DnsServer, startDnsServer } from './index.js';

let server: DnsServer;
afterEach(() => server.close());

async function resolverFor(running: DnsServer): Promise<Resolver> {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([running.address]);
  return resolver;
}

test('answers what it was told, and the change of it', async () => {
  server = await startDnsServer();
  const resolver = await resolverFor(server);
  server.setAddresses('greeter.test', ['127.0.0.2', '127.0.0.3', '::1']);
  expect((await resolver.resolve4('greeter.test')).sort()).toEqual(['127.0.0.2', '127.0.0.3']);
  expect(await resolver.resolve6('GREETER.test')).toEqual(['::1']);
  server.setAddresses('greeter.test', ['127.0.0.4']);
  expect(await resolver.resolve4('greeter.test', { ttl: true })).toEqual([{ address: '127.0.0.4', ttl: 1 }]);
  expect(server.queries.get('A greeter.test')).toBe(2);
});

test('knows services, missing names and empty ones', async () => {
  server = await startDnsServer();
  const resolver = await resolverFor(server);
  server.setServices('_grpc._tcp.greeter.test', [{ target: 'a.test', port: 50051 }]);
  expect(await resolver.resolveSrv('_grpc._tcp.greeter.test')).toMatchObject([{ name: 'a.test', port: 50051 }]);
  await expect(resolver.resolve4('absent.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  server.setAddresses('empty.test', []);
  await expect(resolver.resolve4('empty.test')).rejects.toMatchObject({ code: 'ENODATA' });
});

test('fails in each way that a DNS server can', async () => {
  server = await startDnsServer();
  const resolver = await resolverFor(server);
  server.setAddresses('greeter.test', ['127.0.0.2']);
  for (const [behaviour, code] of [
    ['servfail', 'ESERVFAIL'],
    ['silent', 'ETIMEOUT'],
    ['garbage', 'EBADRESP'],
  ] as const) {
    server.behave(behaviour);
    await expect(resolver.resolve4('greeter.test'), behaviour).rejects.toMatchObject({ code });
  }
});

test('gives a thousand addresses, over TCP', async () => {
  server = await startDnsServer();
  const resolver = await resolverFor(server);
  const addresses = Array.from({ length: 1000 }, (_, index) => `127.0.${index >> 8}.${index & 255}`);
  server.setAddresses('many.test', addresses);
  expect(new Set(await resolver.resolve4('many.test'))).toEqual(new Set(addresses));
});
