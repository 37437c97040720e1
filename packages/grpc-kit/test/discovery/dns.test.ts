import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type DnsServer, startDnsServer, until } from '@org/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DiscoveryOptions, EndpointSource } from '../../src/discovery/endpoint-source.js';
import { builtInDiscoveries, openSource } from '../../src/discovery/open-source.js';
import { parseTarget } from '../../src/target.js';
import { type Heard, listening } from './heard.js';

let dns: DnsServer;
const sources: EndpointSource[] = [];
beforeEach(async () => {
  dns = await startDnsServer();
});
afterEach(async () => {
  for (const source of sources.splice(0)) source.close();
  await dns.close();
});

function open(
  path: string,
  options: Partial<DiscoveryOptions> = {},
  scheme = 'dns',
): { heard: Heard; source: EndpointSource } {
  const target = parseTarget(`${scheme}://${dns.address}/${path}`);
  const source = openSource(target, builtInDiscoveries(), { refreshMs: 200, minIntervalMs: 50, ...options }, 7);
  sources.push(source);
  const heard = listening();
  source.start(heard);
  return { heard, source };
}

const sorted = (list: readonly string[] | undefined): string[] => [...(list ?? [])].sort();

test('A and AAAA of the server that the target names', async () => {
  dns.setAddresses('greeter.test', ['127.0.0.2', '127.0.0.3', '::1']);
  const { heard } = open('greeter.test:80');
  await until('a list', () => heard.last);
  expect(sorted(heard.last)).toEqual(['127.0.0.2:80', '127.0.0.3:80', '[::1]:80']);
});

test('new backends are noticed without any reason to look', async () => {
  dns.setAddresses('greeter.test', ['127.0.0.2']);
  const { heard } = open('greeter.test:80');
  await until('the first', () => heard.last);
  dns.setAddresses('greeter.test', ['127.0.0.2', '127.0.0.3']);
  await until('the second', () => heard.last?.length === 2);
});

test('a thousand backends in one answer', async () => {
  dns.setAddresses(
    'greeter.test',
    Array.from({ length: 1_000 }, (_, index) => `127.1.${index >> 8}.${index & 255}`),
  );
  const { heard } = open('greeter.test:80');
  await until('all of them', () => heard.last?.length === 1_000);
});

describe('a server that cannot answer', () => {
  test('a name that does not exist is said so at once, and found when it appears', async () => {
    const { heard } = open('greeter.test:80');
    await until('an error', () => heard.errors.length > 0);
    expect(heard.errors[0]).toMatchObject({ code: 'ERR_RESOLUTION', cause: { code: 'ENOTFOUND' } });
    expect(heard.errors[0]?.message).toMatch(
      `target dns://${dns.address}/greeter.test:80 cannot be resolved: look-up of greeter.test at ${dns.address}: ENOTFOUND, the name does not exist`,
    );
    dns.setAddresses('greeter.test', ['127.0.0.2']);
    await until('a list', () => heard.last);
  });

  test.each([
    ['silent', /ETIMEOUT, the DNS server did not answer in time/],
    ['garbage', /EBADRESP, the DNS server answered with something that is no DNS/],
    ['servfail', /ESERVFAIL, the DNS server failed/],
  ] as const)('%s: an error that names the cause; what was known stays', async (behaviour, message) => {
    dns.setAddresses('greeter.test', ['127.0.0.2']);
    const { heard } = open('greeter.test:80');
    await until('a list', () => heard.last);
    dns.behave(behaviour);
    await until('an error', () => heard.errors.length > 0, 30_000);
    expect(heard.errors[0]?.message).toMatch(message);
    const known = heard.lists.length;
    dns.behave('answer');
    dns.setAddresses('greeter.test', ['127.0.0.2', '127.0.0.3']);
    await until('a longer list', () => heard.lists.length > known && heard.last?.length === 2, 30_000);
    expect(heard.lists.every((list) => list.includes('127.0.0.2:80'))).toBe(true);
  });

  test('nobody at the address of the server', async () => {
    const target = parseTarget('dns://127.0.0.1:9/greeter.test:80');
    const source = openSource(target, builtInDiscoveries(), { refreshMs: 200, minIntervalMs: 50 }, 7);
    sources.push(source);
    const heard = listening();
    source.start(heard);
    await until('an error', () => heard.errors.length > 0, 30_000);
    expect(heard.errors[0]?.message).toMatch(/at 127\.0\.0\.1:9: ECONNREFUSED, nothing listens/);
  });

  test('an empty answer is an error; what was known stays', async () => {
    dns.setAddresses('greeter.test', ['127.0.0.2']);
    const { heard } = open('greeter.test:80');
    await until('a list', () => heard.last);
    dns.setAddresses('greeter.test', []);
    await until('an error', () => heard.errors.length > 0);
    expect(heard.errors[0]?.message).toMatch(/has no backends: the answer was empty/);
  });
});

test('a TTL of one second is looked after within it, whatever the refresh interval', async () => {
  dns.setAddresses('greeter.test', ['127.0.0.2']);
  const { heard } = open('greeter.test:80', { refreshMs: 3_600_000 });
  await until('a second look', () => (dns.queries.get('A greeter.test') ?? 0) >= 2);
  expect(heard.errors).toEqual([]);
});

test('a loss is looked after at once, whatever the refresh interval', async () => {
  await dns.close();
  dns = await startDnsServer({ ttlSeconds: 3_600 });
  dns.setAddresses('greeter.test', ['127.0.0.2']);
  const { heard, source } = open('greeter.test:80', { refreshMs: 3_600_000 });
  await until('a list', () => heard.last);
  dns.setAddresses('greeter.test', ['127.0.0.3']);
  source.refresh();
  await until('the other', () => heard.last?.[0] === '127.0.0.3:80');
});

test('answers that come after close are dropped, and the question is cancelled', async () => {
  dns.setAddresses('greeter.test', ['127.0.0.2']);
  dns.behave('silent');
  const { heard, source } = open('greeter.test:80');
  await until('the question', () => dns.queries.get('A greeter.test'));
  source.close();
  await until('no question in the air', () => !process.getActiveResourcesInfo().some((kind) => /query/i.test(kind)));
  dns.behave('answer');
  const again = listening();
  source.start(again);
  await until('a list in the next life', () => again.last);
  expect(heard.lists).toEqual([]);
  expect(heard.errors).toEqual([]);
});

describe('srv', () => {
  test('ports from DNS, one backend for each host and port', async () => {
    dns.setAddresses('a.test', ['127.0.0.2']);
    dns.setAddresses('b.test', ['127.0.0.3']);
    dns.setServices('_grpc._tcp.greeter.test', [
      { target: 'a.test', port: 1 },
      { target: 'a.test', port: 2 },
      { target: 'b.test', port: 3 },
    ]);
    const { heard } = open('_grpc._tcp.greeter.test', {}, 'srv');
    await until('a list', () => heard.last);
    expect(sorted(heard.last)).toEqual(['127.0.0.2:1', '127.0.0.2:2', '127.0.0.3:3']);
  });

  test('a service that does not exist, and one without records', async () => {
    const absent = open('_grpc._tcp.absent.test', {}, 'srv');
    await until('an error', () => absent.heard.errors.length > 0);
    expect(absent.heard.errors[0]?.message).toMatch(/SRV look-up of _grpc\._tcp\.absent\.test at .*: ENOTFOUND/);
    dns.setServices('_grpc._tcp.empty.test', []);
    const empty = open('_grpc._tcp.empty.test', {}, 'srv');
    await until('an error', () => empty.heard.errors.length > 0);
    expect(empty.heard.errors[0]?.message).toMatch(/the answer was empty/);
  });
});

test('the system look-up answers for localhost', async () => {
  const source = openSource(
    parseTarget('dns:///localhost:80'),
    builtInDiscoveries(),
    { refreshMs: 200, minIntervalMs: 50 },
    7,
  );
  sources.push(source);
  const heard = listening();
  source.start(heard);
  await until('a list', () => heard.last);
  expect(heard.last).toContain('127.0.0.1:80');
});

test('nothing is left of 10,000 lives of a source', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  dns.setAddresses('greeter.test', ['127.0.0.2', '127.0.0.3']);
  const target = parseTarget(`dns://${dns.address}/greeter.test:80`);

  /** At once; each asks two questions, and more than some 250 overrun the receive buffer of a busy server. */
  const BATCH = 50;
  /** Half of them closed before they were answered. */
  const batch = async (): Promise<void> => {
    const living = Array.from({ length: BATCH }, () => {
      const source = openSource(target, builtInDiscoveries(), { refreshMs: 10_000, minIntervalMs: 1_000 }, 7);
      const heard = listening();
      source.start(heard);
      return { source, heard };
    });
    for (const { source } of living.slice(BATCH / 2)) source.close();
    await until('the other half', () => living.slice(0, BATCH / 2).every(({ heard }) => heard.last), 30_000);
    for (const { source, heard } of living) {
      source.close();
      expect(heard.errors).toEqual([]);
    }
  };

  const lives = async (count: number): Promise<void> => {
    for (let lived = 0; lived < count; lived += BATCH) await batch();
  };

  await lives(500);
  const before = heap();
  await lives(9_500);
  await until('no question in the air', () => !process.getActiveResourcesInfo().some((kind) => /query/i.test(kind)));
  expect((heap() - before) / 9_500, 'bytes for each life').toBeLessThan(200);
  expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThan(10);
});
