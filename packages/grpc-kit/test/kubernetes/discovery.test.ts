import type { EndpointSpec } from '@org/testing';
import { TestApiServer, TestCa, until } from '@org/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { kubernetesDiscovery } from '../../src/kubernetes/index.js';
import { parseTarget } from '../../src/target.js';
import { type Heard, listening } from '../discovery/heard.js';
import { type Pod, startPod } from './pod.js';

let pod: Pod;
let api: TestApiServer;
beforeEach(async () => {
  pod = await startPod();
  api = pod.api;
});
afterEach(() => pod.close());

const pods = (from: number, count: number): EndpointSpec[] =>
  Array.from({ length: count }, (_, index) => ({
    address: `10.${(from + index) >> 16}.${((from + index) >> 8) & 255}.${(from + index) & 255}`,
  }));
const keysOf = (endpoints: readonly EndpointSpec[]): string[] =>
  endpoints.map(({ address }) => `${address}:50051`).sort();
const sorted = (heard: Heard): string[] => [...(heard.last ?? [])].sort();
const watching = (count = 1): Promise<unknown> => until(`${count} watches`, () => api.watchers === count, 20_000);

test('a list, then what is pushed, with the token of the pod', async () => {
  api.put({ name: 'greeter-a', endpoints: pods(1, 2) });
  api.put({ name: 'other-a', service: 'other', endpoints: pods(50, 2) });
  const { heard } = pod.open();
  await until('the list', () => heard.last);
  expect(sorted(heard)).toEqual(keysOf(pods(1, 2)));
  await watching();
  api.put({ name: 'other-a', service: 'other', endpoints: pods(60, 2) });
  api.put({ name: 'greeter-a', endpoints: pods(1, 3) });
  await until('the third', () => heard.last?.length === 3);
  expect(heard.lists).toHaveLength(2);
  expect(heard.errors).toEqual([]);
  expect(api.requests).toMatchObject([
    { query: { labelSelector: 'kubernetes.io/service-name=greeter', limit: '500' }, token: 'first-token' },
    { query: { labelSelector: 'kubernetes.io/service-name=greeter', watch: 'true', allowWatchBookmarks: 'true' } },
  ]);
});

test('2,000 endpoints in 20 slices, over several pages', async () => {
  for (let slice = 0; slice < 20; slice++) api.put({ name: `greeter-${slice}`, endpoints: pods(slice * 100, 100) });
  for (let slice = 0; slice < 600; slice++) api.put({ name: `empty-${slice}`, endpoints: [] });
  const { heard } = pod.open();
  await until('all of them', () => heard.last?.length === 2_000);
  expect(api.requests.filter(({ query }) => query['continue'] === '500')).toHaveLength(1);
  await watching();
  api.put({ name: 'greeter-7', endpoints: pods(700, 99) });
  await until('one less', () => heard.last?.length === 1_999);
});

test('a pod that moves from one slice to another never disappears', async () => {
  api.put({ name: 'greeter-a', endpoints: pods(1, 100) });
  const { heard } = pod.open();
  await until('the list', () => heard.last);
  await watching();
  api.put({ name: 'greeter-a', endpoints: pods(1, 50) });
  api.put({ name: 'greeter-b', endpoints: [...pods(51, 50), ...pods(200, 1)] });
  await until('one more', () => heard.last?.length === 101);
  api.delete('greeter-b');
  api.put({ name: 'greeter-a', endpoints: [...pods(1, 100), ...pods(200, 2)] });
  await until('two more', () => heard.last?.length === 102);
  expect(heard.lists.every((list) => list.length >= 100)).toBe(true);
});

test('a rolling update, pod by pod, is never short of a pod', async () => {
  const old = pods(1, 10);
  api.put({ name: 'greeter-a', endpoints: old });
  const { heard } = pod.open();
  await until('the list', () => heard.last);
  await watching();
  for (let step = 1; step <= 10; step++) {
    const fresh = pods(100, step);
    const leaving = { ready: false, serving: true, terminating: true };
    api.put({ name: 'greeter-a', endpoints: [...old.slice(step - 1), ...fresh] });
    api.put({
      name: 'greeter-a',
      endpoints: [...old.slice(step), { address: old[step - 1]?.address ?? '', ...leaving }, ...fresh],
    });
    const expected = keysOf([...old.slice(step), ...fresh]);
    await until(`step ${step}`, () => JSON.stringify(sorted(heard)) === JSON.stringify(expected));
  }
  expect(heard.lists.every((list) => list.length >= 10)).toBe(true);
});

describe('a watch that is lost', () => {
  test.each([
    ['ended by the server', () => api.endWatches()],
    ['with a reset connection', () => api.resetConnections()],
  ])('%s goes on where it was, without a new list', async (_how, lose) => {
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    const { heard } = pod.open();
    await watching();
    lose();
    api.put({ name: 'greeter-a', endpoints: pods(1, 2) });
    await until('what happened meanwhile', () => heard.last?.length === 2, 20_000);
    expect(api.requests.filter(({ query }) => query['watch'] === undefined)).toHaveLength(1);
  });

  test('on a version that the server forgot: a new list, and nobody is told of an error', async () => {
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    const { heard } = pod.open();
    for (let round = 2; round < 4; round++) {
      await watching();
      api.endWatches();
      api.put({ name: 'greeter-a', endpoints: pods(1, round) });
      api.compact();
      await until('the new list', () => heard.last?.length === round, 20_000);
    }
    expect(heard.errors).toEqual([]);
  });

  test('after a bookmark: goes on from there, though all else was forgotten', async () => {
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    const { heard } = pod.open();
    await watching();
    api.compact();
    api.bookmark();
    api.put({ name: 'greeter-a', endpoints: pods(1, 2) });
    await until('an event after it', () => heard.last?.length === 2);
    api.endWatches();
    await watching();
    expect(api.requests.filter(({ query }) => query['watch'] === undefined)).toHaveLength(1);
  });

  test.each([
    ['bytes that are no JSON', 'this is no event\n'],
    ['an object that is no slice', '{"type":"MODIFIED","object":{"kind":"Pod","metadata":{"name":"a"}}}\n'],
    ['an error of the server', '{"type":"ERROR","object":{"kind":"Status","code":500,"message":"etcd is away"}}\n'],
  ])('with %s: told, and made good by a new list', async (_what, text) => {
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    const { heard } = pod.open();
    await watching();
    api.send(text);
    await until('the error', () => heard.errors.length > 0);
    expect(heard.errors[0]).toMatchObject({ code: 'ERR_KUBERNETES' });
    api.put({ name: 'greeter-a', endpoints: pods(1, 2) });
    await until('the new list', () => heard.last?.length === 2, 20_000);
    expect(heard.lists.every((list) => list.length > 0)).toBe(true);
  });
});

test('an older list never replaces what is newer', async () => {
  api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
  const old = api.version;
  api.put({ name: 'greeter-a', endpoints: pods(1, 2) });
  const { heard } = pod.open();
  await until('the list', () => heard.last?.length === 2);
  await watching();
  api.lagAt = old;
  api.endWatches();
  api.compact();
  await until('the refusal', () => heard.errors.length > 1, 20_000);
  expect(heard.errors[0]?.message).toMatch(/the list is as of version \d+, older than \d+/);
  expect(heard.last).toHaveLength(2);
  api.lagAt = undefined;
  api.put({ name: 'greeter-a', endpoints: pods(1, 3) });
  await until('the true one', () => heard.last?.length === 3, 20_000);
});

describe('what the API server refuses', () => {
  test('without permission: said in plain words, with the Role that is needed; found when it is granted', async () => {
    const user = 'system:serviceaccount:shop:bff';
    const message = `endpointslices.discovery.k8s.io is forbidden: User "${user}" cannot list resource "endpointslices" in API group "discovery.k8s.io" in the namespace "default"`;
    api.refusal = { status: 403, message };
    const { heard } = pod.open();
    await until('the error', () => heard.errors.length > 0);
    expect(heard.errors[0]).toMatchObject({ code: 'ERR_KUBERNETES' });
    expect(
      heard.errors[0]?.message,
    ).toBe(`target k8s:///greeter.default:grpc: may not list and watch EndpointSlices of Service greeter in namespace default: ${message}
Grant it:
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: grpc-endpoints, namespace: default }
rules:
  - { apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: grpc-endpoints, namespace: default }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: grpc-endpoints }
subjects:
  - { kind: ServiceAccount, name: bff, namespace: shop }`);
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    api.refusal = undefined;
    await until('the list', () => heard.last, 20_000);
  });

  test('permission taken from a running client: its backends stay', async () => {
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    const { heard } = pod.open();
    await watching();
    api.refusal = { status: 403, message: 'forbidden: User "jane"' };
    api.endWatches();
    await until('the error', () => heard.errors.length > 0);
    expect(heard.errors[0]?.message).toContain('{ kind: User, name: "jane", apiGroup: rbac.authorization.k8s.io }');
    expect(heard.lists).toHaveLength(1);
  });

  test('an old token: the file is read again', async () => {
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    const { heard } = pod.open();
    await watching();
    api.token = 'second-token';
    api.endWatches();
    await until('the refusal', () => heard.errors.length > 0);
    expect(heard.errors[0]?.message).toMatch(/does not accept the credentials \(401: Unauthorized\)/);
    pod.write('token', 'second-token');
    api.put({ name: 'greeter-a', endpoints: pods(1, 2) });
    await until('the new list', () => heard.last?.length === 2, 20_000);
    expect(api.requests.at(-1)?.token).toBe('second-token');
  });

  test('a token that rotates in time is never refused', async () => {
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    const { heard } = pod.open();
    await watching();
    pod.write('token', 'second-token');
    api.token = 'second-token';
    api.endWatches();
    await watching();
    expect(heard.errors).toEqual([]);
  });

  test.each([
    [{ status: 404, message: 'not found' }, /has no discovery\.k8s\.io\/v1 \(404\)/],
    [
      { status: 500, message: 'etcdserver: leader changed' },
      /cannot be read from https:.*: 500 etcdserver: leader changed/,
    ],
    [{ status: 429, message: 'too many requests', retryAfterS: 1 }, /: 429 too many requests/],
  ])('%j', async (refusal, message) => {
    api.refusal = refusal;
    const { heard } = pod.open();
    await until('the error', () => heard.errors.length > 0);
    expect(heard.errors[0]?.message).toMatch(message);
    api.refusal = undefined;
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    await until('the list', () => heard.last, 20_000);
  });
});

describe('what is not there', () => {
  test('a Service without slices, or without a ready pod: said so, until there is one', async () => {
    const { heard } = pod.open();
    await until('the error', () => heard.errors.length > 0);
    expect(heard.errors[0]).toMatchObject({
      code: 'ERR_RESOLUTION',
      message:
        'target k8s:///greeter.default:grpc: Service greeter in namespace default has no backends: it has no EndpointSlices: does it exist, and has it a selector?',
    });
    await watching();
    api.put({ name: 'greeter-a', endpoints: [{ address: '10.0.0.1', ready: false }] });
    await until('the next', () => heard.errors.length > 1);
    expect(heard.errors[1]?.message).toMatch(/none of its 1 endpoints is ready/);
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    await until('a list', () => heard.last);
  });

  test('the port', async () => {
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    const { heard } = pod.open('k8s:///greeter.default:80');
    await until('the error', () => heard.errors.length > 0);
    expect(heard.errors[0]?.message).toMatch(
      /it has no port 80; its pods have grpc=50051; a number is the port of the pods/,
    );
  });

  test('the API server: backends stay while it is away', async () => {
    api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
    const { heard } = pod.open();
    await watching();
    const { port } = api;
    await api.close();
    await until('the error', () => heard.errors.some(({ message }) => message.includes('ECONNREFUSED')), 20_000);
    expect(heard.lists).toHaveLength(1);
    const again = await TestApiServer.start(pod.certificate, port);
    try {
      for (let tick = 0; tick < 20; tick++) again.tick();
      again.put({ name: 'greeter-a', endpoints: pods(1, 2) });
      await until('the list of the new one', () => heard.last?.length === 2, 40_000);
    } finally {
      await again.close();
    }
  });

  test('a token in a pod that is given none', async () => {
    const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: '1' };
    const discovery = kubernetesDiscovery({ serviceAccountDir: '/nowhere', env });
    const source = discovery.createSource(parseTarget('k8s:///greeter.default:80'), {
      refreshMs: 1_000,
      minIntervalMs: 100,
    });
    const heard = listening();
    source.start(heard);
    await until('the error', () => heard.errors.length > 0);
    source.close();
    expect(heard.errors[0]?.message).toMatch(
      /this pod has no token in \/nowhere; set automountServiceAccountToken: true/,
    );
  });
});

test('a certificate of somebody else', async () => {
  pod.write('ca.crt', new TestCa('somebody else').cert);
  const { heard } = pod.open();
  await until('the error', () => heard.errors.length > 0);
  expect(heard.errors[0]?.message).toMatch(
    /cannot be read from https:\/\/127\.0\.0\.1:\d+: its certificate is not one that the configured CA vouches for \(/,
  );
  expect(api.requests).toEqual([]);
});

test('a loss wakes a client that waits for the API server', async () => {
  api.refusal = { status: 500, message: 'no', retryAfterS: 50 };
  const { heard, source } = pod.open();
  await until('the error', () => heard.errors.length > 0);
  api.refusal = undefined;
  api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
  await until('the list', () => {
    source.refresh();
    return heard.last;
  });
});

test('close ends the watch; the next start begins with a list', async () => {
  api.put({ name: 'greeter-a', endpoints: pods(1, 1) });
  const { heard, source } = pod.open();
  await watching();
  source.close();
  await watching(0);
  api.put({ name: 'greeter-a', endpoints: pods(1, 2) });
  expect(heard.lists).toHaveLength(1);
  const again = listening();
  source.start(again);
  await until('a list', () => again.last?.length === 2);
  expect(heard.lists).toHaveLength(1);
});

describe('zones', () => {
  const zoned = ['a', 'b', 'c'].flatMap((zone, index) => pods(index * 10, 3).map(({ address }) => ({ address, zone })));

  test('a client with a zone stays in it', async () => {
    api.put({ name: 'greeter-a', endpoints: zoned });
    const { heard } = pod.open(undefined, { zone: 'b' });
    await until('the list', () => heard.last);
    expect(sorted(heard)).toEqual(keysOf(pods(10, 3)));
  });

  test('prefer takes the zone of the downward API, and says what to add when it is not there', async () => {
    api.put({ name: 'greeter-a', endpoints: zoned });
    const open = (zone: string | undefined) => {
      const env = { ...pod.discovery.env, ...(zone !== undefined && { TOPOLOGY_ZONE: zone }) };
      const source = kubernetesDiscovery({ ...pod.discovery, env }).createSource(
        parseTarget('k8s:///greeter.default:grpc'),
        { refreshMs: 1_000, minIntervalMs: 100, zone: 'prefer' },
      );
      const heard = listening();
      source.start(heard);
      return { source, heard };
    };
    expect(() => open(undefined)).toThrow(/TOPOLOGY_ZONE is not set; add to the container:\nenv:/);
    for (const [zone, count] of [
      ['a', 3],
      ['', 9],
    ] as const) {
      const { source, heard } = open(zone);
      await until('the list', () => heard.last);
      source.close();
      expect(heard.last).toHaveLength(count);
    }
  });
});
