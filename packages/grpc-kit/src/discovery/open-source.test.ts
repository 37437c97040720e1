import { expect, test } from 'vitest';
import { FakeClock } from '../../test/discovery/fake-clock.js';
import { listening } from '../../test/discovery/heard.js';
import { parseTarget } from '../target.js';
import { dnsDiscovery } from './dns-discovery.js';
import type { Addresses } from './name-lookup.js';
import { builtInDiscoveries, openSource } from './open-source.js';
import { srvDiscovery } from './srv-discovery.js';
import { staticDiscovery } from './static-discovery.js';

const options = { refreshMs: 10_000, minIntervalMs: 1_000 };

/** Names answered from a table that may change; what is missing does not exist. */
function names(table: Record<string, readonly string[] | Error>) {
  const lookup = async (name: string): Promise<Addresses> => {
    const addresses = table[name];
    if (addresses === undefined) throw Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' });
    if (addresses instanceof Error) throw addresses;
    return { addresses };
  };
  return { table, lookup };
}
const servfail = Object.assign(new Error('servfail'), { code: 'ESERVFAIL' });

test('each address once, whatever the order of the answers', async () => {
  const clock = new FakeClock();
  const { table, lookup } = names({ greeter: ['127.0.0.3', '127.0.0.2', '127.0.0.3', '::1'] });
  const source = openSource(parseTarget('dns:///greeter:80'), [dnsDiscovery({ lookup, clock })], options, 7);
  const heard = listening();
  source.start(heard);
  await clock.advance(1);
  table['greeter'] = ['::1', '127.0.0.2', '127.0.0.3'];
  await clock.advance(12_000);
  expect([...(heard.last ?? [])].sort()).toEqual(['127.0.0.2:80', '127.0.0.3:80', '[::1]:80']);
  expect(heard.lists[1]).toEqual(heard.lists[0]);
});

test('another seed begins with another backend', async () => {
  const firsts = new Set<string | undefined>();
  for (let seed = 0; seed < 50; seed++) {
    const heard = listening();
    const source = openSource(
      parseTarget('static:///127.0.0.1:1,127.0.0.1:2,127.0.0.1:3'),
      builtInDiscoveries(),
      options,
      seed,
    );
    source.start(heard);
    await new Promise((resolve) => setImmediate(resolve));
    firsts.add(heard.last?.[0]);
  }
  expect(firsts).toEqual(new Set(['127.0.0.1:1', '127.0.0.1:2', '127.0.0.1:3']));
});

test('a subset is cut from the whole', async () => {
  const clock = new FakeClock();
  const { lookup } = names({ greeter: Array.from({ length: 100 }, (_, index) => `10.0.0.${index}`) });
  const discoveries = [dnsDiscovery({ lookup, clock })];
  const source = openSource(parseTarget('dns:///greeter:80'), discoveries, { ...options, subsetSize: 20 }, 7);
  const heard = listening();
  source.start(heard);
  await clock.advance(1);
  expect(heard.last).toHaveLength(20);
});

test('an empty answer is an error, so that what is known stays', async () => {
  const clock = new FakeClock();
  const { table, lookup } = names({ greeter: ['127.0.0.1'] });
  const source = openSource(parseTarget('dns:///greeter:80'), [dnsDiscovery({ lookup, clock })], options, 7);
  const heard = listening();
  source.start(heard);
  await clock.advance(1);
  table['greeter'] = [];
  await clock.advance(11_000);
  expect(heard.lists).toHaveLength(1);
  expect(heard.errors.map(String)).toEqual([
    'GrpcKitError: target dns:///greeter:80 has no backends: the answer was empty',
  ]);
  source.close();
  expect(clock.pending).toBe(0);
});

test('srv: hosts and ports of the best priority; the root is no host', async () => {
  const clock = new FakeClock();
  const { lookup } = names({ a: ['127.0.0.1'], b: ['127.0.0.2', '127.0.0.3'], c: ['127.0.0.4'] });
  const lookupSrv = async () => [
    { name: 'a', port: 1, priority: 1, weight: 0 },
    { name: 'b', port: 2, priority: 1, weight: 9 },
    { name: 'c', port: 3, priority: 2, weight: 0 },
    { name: '.', port: 4, priority: 0, weight: 0 },
  ];
  const heard = listening();
  const source = openSource(
    parseTarget('srv:///_grpc._tcp.x'),
    [srvDiscovery({ lookup, lookupSrv, clock })],
    options,
    7,
  );
  source.start(heard);
  await clock.advance(1);
  expect([...(heard.last ?? [])].sort()).toEqual(['127.0.0.1:1', '127.0.0.2:2', '127.0.0.3:2']);
});

test('srv: a host that cannot be looked up just now keeps its addresses; one that is gone does not', async () => {
  const clock = new FakeClock();
  const { table, lookup } = names({ a: ['127.0.0.1'], b: ['127.0.0.2'] });
  const lookupSrv = async () => [
    { name: 'a', port: 1, priority: 0, weight: 0 },
    { name: 'b', port: 1, priority: 0, weight: 0 },
  ];
  const heard = listening();
  const source = openSource(
    parseTarget('srv:///_grpc._tcp.x'),
    [srvDiscovery({ lookup, lookupSrv, clock })],
    options,
    7,
  );
  source.start(heard);
  await clock.advance(1);
  table['b'] = servfail;
  await clock.advance(11_000);
  expect([...(heard.last ?? [])].sort()).toEqual(['127.0.0.1:1', '127.0.0.2:1']);
  delete table['b'];
  await clock.advance(11_000);
  expect(heard.last).toEqual(['127.0.0.1:1']);
  delete table['a'];
  await clock.advance(11_000);
  expect(String(heard.errors.at(-1))).toMatch('target srv:///_grpc._tcp.x cannot be resolved: look-up of a: ENOTFOUND');
});

test('static: addresses as they are, names looked up', async () => {
  const clock = new FakeClock();
  const { lookup } = names({ greeter: ['127.0.0.2'] });
  const heard = listening();
  const target = parseTarget('static:///127.0.0.1:1,greeter:2,[::1]:3');
  const source = openSource(target, [staticDiscovery({ lookup, clock })], options, 7);
  source.start(heard);
  await clock.advance(1);
  expect([...(heard.last ?? [])].sort()).toEqual(['127.0.0.1:1', '127.0.0.2:2', '[::1]:3']);
});

test('static: nothing is told after close, again after the next start', async () => {
  const source = openSource(parseTarget('static:///127.0.0.1:1'), builtInDiscoveries(), options, 7);
  const heard = listening();
  source.start(heard);
  source.close();
  source.start(heard);
  source.refresh();
  expect(heard.lists).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard.lists).toEqual([['127.0.0.1:1']]);
});

test.each([
  ['k8s:///greeter.default:80', 'no discovery for "k8s", known are dns, srv, static; hand in kubernetesDiscovery()'],
  ['consul:///greeter:80', 'no discovery for "consul", known are dns, srv, static'],
  ['dns:///greeter', '"greeter" has no port'],
  ['dns://dns.example/greeter:80', 'DNS server "dns.example" is not an IP address'],
  ['dns://127.0.0.1:x/greeter:80', '"127.0.0.1:x" has no port from 1 to 65535'],
  ['srv:///_grpc._tcp.greeter:80', 'has a port, but ports come from the SRV records'],
  ['srv:///a b', '"a b" is not a DNS name'],
  ['static:///a:1,', '"" does not begin with'],
  ['static://a:1/b:2', '"a:1" stands where nothing may'],
])('refuses %s', (text, message) => {
  const open = () => openSource(parseTarget(text), builtInDiscoveries(), options, 7);
  expect(open).toThrow(expect.objectContaining({ code: 'ERR_TARGET_INVALID' }));
  expect(open).toThrow(message);
  expect(open).toThrow(JSON.stringify(text));
});
