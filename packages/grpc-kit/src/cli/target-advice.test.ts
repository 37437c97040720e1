import { expect, test } from 'vitest';
import { parseTarget } from '../target.js';
import type { SearchList } from './search-list.js';
import { targetAdvice } from './target-advice.js';

const nothing: SearchList = { domains: [], ndots: 1 };
const kubelet: SearchList = { domains: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], ndots: 5 };
const one = [{ address: '10.96.12.7', port: 50_051 }];
const two = [...one, { address: '10.96.12.8', port: 50_051 }];

const advise = (target: string, endpoints: typeof one, names: readonly string[] = [], searchList = nothing) =>
  targetAdvice(parseTarget(target), endpoints, { searchList, reverse: async () => names });

test('a ClusterIP cannot balance', async () => {
  const [advice] = await advise('dns:///greeter.shop:50051', one, ['greeter.shop.svc.cluster.local']);
  expect(advice).toEqual({
    level: 'error',
    text: '10.96.12.7 is the ClusterIP of Service greeter in namespace shop: one connection, and with it every call of a client, goes to one pod. Make the Service headless (spec.clusterIP: None), or add a headless one beside it, or use k8s:///greeter.shop:PORT',
  });
});

test('one address may be one pod', async () => {
  for (const names of [[], ['10-96-12-7.greeter.shop.svc.cluster.local']]) {
    const [advice] = await advise('dns:///greeter.shop:50051', one, names);
    expect(advice).toMatchObject({ level: 'warning', text: expect.stringMatching(/^one address behind round_robin/) });
  }
});

test('several addresses balance; an address or localhost was never meant to', async () => {
  expect(await advise('dns:///greeter.shop:50051', two)).toEqual([]);
  expect(await advise('dns:///10.96.12.7:50051', one)).toEqual([]);
  expect(await advise('dns:///[::1]:50051', one)).toEqual([]);
  expect(await advise('dns:///localhost:50051', one)).toEqual([]);
  expect(await advise('static:///10.96.12.7:50051', one)).toEqual([]);
});

test('a name that walks the search list', async () => {
  const [advice] = await advise('dns:///greeter.shop.svc.cluster.local:50051', two, [], kubelet);
  expect(advice).toMatchObject({
    level: 'note',
    text: expect.stringMatching(
      /^greeter\.shop\.svc\.cluster\.local has fewer dots than ndots:5, .* 3 search domains first/,
    ),
  });
  for (const target of [
    'dns:///greeter.shop.svc.cluster.local.:50051',
    'dns:///a.b.c.d.e.f:50051',
    'dns://10.0.0.1/greeter:50051',
  ]) {
    expect(await advise(target, two, [], kubelet)).toEqual([]);
  }
});
