import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Metadata, status } from '@grpc/grpc-js';
import { createClientFactory } from '../../../src/index.js';
import { controlPlane as bootstrapFor, loadXds } from '../../../src/xds/index.js';
import type { Resource } from '../ads-protocol.js';
import { startBackends, whoami } from '../backends.js';
import { connect } from '../connect.js';
import { clientListener, cluster, endpoints, route, service } from '../resources.js';
import { type Case, patience } from './case.js';

/** What becomes of a call: it reaches the first route's cluster, the next one's, or none. */
type Outcome = 'first' | 'next' | 'UNAVAILABLE';

interface Trap {
  readonly name: string;
  /** The first route; a second one sends everything to `next`. */
  readonly match?: object;
  readonly action?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly outcome: Outcome;
}

const toFirst = { route: { cluster: 'first' } };
const header = (matcher: object, extra: object = {}) => ({
  match: { prefix: '', headers: [{ name: 'x-a', ...matcher, ...extra }] },
});

/** What Envoy does with a gRPC call of `/test.Whoami/Ask`, or the safer half of it where the library cannot. */
const TRAPS: readonly Trap[] = [
  {
    name: 'query-parameters',
    match: { prefix: '', query_parameters: [{ name: 'q', present_match: true }] },
    outcome: 'next',
  },
  {
    name: 'query-parameter-absent',
    match: { prefix: '', query_parameters: [{ name: 'q', present_match: false }] },
    outcome: 'first',
  },
  { name: 'connect', match: { connect_matcher: {} }, outcome: 'next' },
  {
    name: 'client-certificate',
    match: { prefix: '', tls_context: { presented: { value: true } } },
    outcome: 'next',
  },
  { name: 'grpc', match: { prefix: '', grpc: {} }, outcome: 'first' },
  { name: 'service-prefix', match: { path_separated_prefix: '/test.Whoami' }, outcome: 'first' },
  { name: 'method-prefix', match: { path_separated_prefix: '/test.Whoami/Ask' }, outcome: 'first' },
  { name: 'half-prefix', match: { path_separated_prefix: '/test.Who' }, outcome: 'next' },
  { name: 'regex-alternatives', match: { safe_regex: { regex: '/test.Whoami|/other' } }, outcome: 'next' },
  { name: 'regex-invalid', match: { safe_regex: { regex: '(' } }, outcome: 'UNAVAILABLE' },
  { name: 'redirect', action: { redirect: { host_redirect: 'other' } }, outcome: 'UNAVAILABLE' },
  { name: 'direct-response', action: { direct_response: { status: 200 } }, outcome: 'UNAVAILABLE' },
  { name: 'non-forwarding', action: { non_forwarding_action: {} }, outcome: 'UNAVAILABLE' },
  { name: 'cluster-header', action: { route: { cluster_header: 'x-cluster' } }, outcome: 'UNAVAILABLE' },
  {
    name: 'redirect-elsewhere',
    match: { prefix: '/other' },
    action: { redirect: { host_redirect: 'other' } },
    outcome: 'next',
  },
  {
    name: 'no-retries',
    action: { route: { cluster: 'first', retry_policy: { retry_on: 'unavailable', num_retries: { value: 0 } } } },
    outcome: 'first',
  },
  { name: 'header-named', ...header({}), headers: { 'x-a': 'b' }, outcome: 'first' },
  { name: 'header-absent', ...header({ present_match: false }), outcome: 'first' },
  { name: 'header-there', ...header({ present_match: false }), headers: { 'x-a': 'b' }, outcome: 'next' },
  { name: 'header-contains', ...header({ contains_match: 'b' }), headers: { 'x-a': 'abc' }, outcome: 'first' },
  {
    name: 'header-regex-alternatives',
    ...header({ safe_regex_match: { regex: 'a|b' } }),
    headers: { 'x-a': 'abc' },
    outcome: 'next',
  },
  {
    name: 'header-inverted',
    ...header({ exact_match: 'b' }, { invert_match: true }),
    headers: { 'x-a': 'a' },
    outcome: 'first',
  },
  { name: 'header-inverted-missing', ...header({ exact_match: 'b' }, { invert_match: true }), outcome: 'next' },
];

function tableOf({ name, match = { prefix: '' }, action = toFirst }: Trap): Resource {
  const routes = [
    { match, ...action },
    { match: { prefix: '' }, route: { cluster: 'next' } },
  ];
  return { ...route(name, {}), virtual_hosts: [{ name: 'all', domains: [name], routes }] };
}

export const hostileRoutes: Case = {
  name: 'routes that the library misreads reach the cluster that Envoy would choose, or none',
  async run(plane) {
    const [first, next] = await startBackends(2);
    assert(first && next);
    await plane.publish([
      ...['first', 'next'].map((name) => cluster(name)),
      endpoints('first', [first.address]),
      endpoints('next', [next.address]),
      ...TRAPS.flatMap((trap) => [clientListener(trap.name), tableOf(trap)]),
    ]);
    const xds = await loadXds({ bootstrap: bootstrapFor({ serverUri: plane.uri, nodeId: 'case' }) });
    const factory = createClientFactory({ xds });
    const seen = await Promise.all(
      TRAPS.map(async ({ name, headers = {} }) => {
        const metadata = new Metadata();
        for (const [key, value] of Object.entries(headers)) metadata.set(key, value);
        const client = factory.client(whoami, `xds:///${name}`);
        const answer = await client.ask('who', { deadlineMs: 10_000 * patience, metadata }).then(
          (address) => (address === first.address ? 'first' : 'next'),
          (error: { readonly code: status }) => status[error.code],
        );
        return [name, answer] as const;
      }),
    );
    assert.deepEqual(Object.fromEntries(seen), Object.fromEntries(TRAPS.map(({ name, outcome }) => [name, outcome])));
    const [, table] = xds.resources('xds:///query-parameters');
    assert.deepEqual(table?.ignored, ['virtual_hosts[].routes[].match.query_parameters[]']);
    await factory.close();
    return `${TRAPS.length} tables`;
  },
};

const OUTLIER_FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  base_ejection_time: [{ seconds: 1 }, { seconds: 400 }],
  max_ejection_time: [{ seconds: 1 }],
  max_ejection_percent: [{ value: 0 }, { value: 100 }],
  enforcing_success_rate: [{ value: 0 }, { value: 1 }, { value: 100 }],
  success_rate_minimum_hosts: [{ value: 0 }, { value: 1 }, { value: 9 }],
  success_rate_request_volume: [{ value: 0 }, { value: 1 }],
  success_rate_stdev_factor: [{ value: 0 }, { value: 1_900 }],
  enforcing_failure_percentage: [{ value: 0 }, { value: 100 }],
  failure_percentage_threshold: [{ value: 0 }, { value: 100 }],
  failure_percentage_minimum_hosts: [{ value: 0 }, { value: 1 }],
  failure_percentage_request_volume: [{ value: 0 }, { value: 1 }],
};
const INTERVAL_MS = 200;
const CLUSTERS = 60;

/** The same sequence in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const outlierDetection: Case = {
  name: 'outlier detection with any of its fields left out ends no process',
  async run(plane) {
    const pick = generator(16);
    const backends = await startBackends(3);
    const addresses = backends.map(({ address }) => address);
    const names = Array.from({ length: CLUSTERS }, (_, index) => `outlier-${index}`);
    const resources = names.map((name, index) => {
      const fields = Object.entries(OUTLIER_FIELDS).flatMap(([field, values]) =>
        index === 0 || pick(2) === 0 ? [] : [[field, values[pick(values.length)]]],
      );
      const interval = { seconds: 0, nanos: INTERVAL_MS * 1e6 };
      return service(name, addresses, { outlier_detection: { interval, ...Object.fromEntries(fields) } });
    });
    await plane.publish(resources.flat());
    const connections = await Promise.all(names.map((name) => connect(plane.uri, name)));
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(connections.map((connection) => connection.ask(10_000 * patience)));
      assert(answers.every((answer) => addresses.includes(answer)));
      await delay(2 * INTERVAL_MS);
    }
    await Promise.all(connections.map((connection) => connection.close()));
    return `${CLUSTERS} clusters, ${3 * CLUSTERS} calls, 0 crashes`;
  },
};
