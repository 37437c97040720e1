import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelPolicy } from './channel-policy.js';
import { resolvePolicy } from './resolve-policy.js';

const refusal = (policy: unknown): string => {
  try {
    resolvePolicy(policy as ChannelPolicy);
  } catch (error) {
    expect(error).toMatchObject({ name: 'GrpcKitError', code: 'ERR_POLICY_INVALID' });
    return (error as Error).message;
  }
  throw new Error(`accepted ${JSON.stringify(policy)}`);
};

test('nothing said: every default, in one place', () => {
  expect(resolvePolicy(undefined)).toEqual({
    loadBalancing: 'round_robin',
    discovery: { refreshMs: 10_000, minIntervalMs: 1_000 },
    keepalive: { timeMs: 5_000, timeoutMs: 4_000, whileIdle: true },
    connection: { minBackoffMs: 1_000, maxBackoffMs: 5_000, connectTimeoutMs: 5_000 },
    deadlineMs: 10_000,
    methods: {},
    retry: {
      methods: 'idempotent',
      maxAttempts: 3,
      initialBackoffMs: 50,
      maxBackoffMs: 1_000,
      codes: ['UNAVAILABLE'],
    },
    hedging: false,
    healthCheck: { serviceName: '' },
    outlierDetection: {
      intervalMs: 2_000,
      baseEjectionMs: 10_000,
      maxEjectionMs: 30_000,
      maxEjectionPercent: 50,
      failurePercent: 50,
      minimumCalls: 5,
      minimumBackends: 2,
    },
    maxReceiveBytes: 4_194_304,
    maxSendBytes: -1,
    flowControlWindowBytes: 1_048_576,
  });
  expect(resolvePolicy({})).toEqual(resolvePolicy(undefined));
});

test('a resolved policy resolves to itself', () => {
  for (const policy of [
    {},
    { loadBalancing: 'pick_first' },
    { retry: false, tls: {}, deadlineMs: Infinity },
  ] as const) {
    const resolved = resolvePolicy(policy);
    expect(resolvePolicy(resolved)).toEqual(resolved);
  }
});

test('the result is frozen, what was handed in is not, and shares nothing with it', () => {
  const methods = ['/a.B/C'];
  const policy = { retry: { methods }, keepalive: { timeMs: 20_000 } };
  const resolved = resolvePolicy(policy);
  expect(Object.isFrozen(resolved)).toBe(true);
  expect(Object.isFrozen(resolved.keepalive)).toBe(true);
  expect(Object.isFrozen((resolved.retry || undefined)?.methods)).toBe(true);
  methods.push('/a.B/D');
  expect(resolved.retry).toMatchObject({ methods: ['/a.B/C'] });
  expect(Object.isFrozen(policy.keepalive)).toBe(false);
});

test('undefined counts as absent, at every level', () => {
  const policy = {
    deadlineMs: undefined,
    retry: { maxAttempts: undefined },
    tls: undefined,
  } as unknown as ChannelPolicy;
  expect(resolvePolicy(policy)).toEqual(resolvePolicy({}));
});

test.each([
  [{ keepAlive: {} }, 'policy.keepAlive is not an option; did you mean keepalive?'],
  [{ load_balancing: 'round_robin' }, 'policy.load_balancing is not an option; did you mean loadBalancing?'],
  [{ retry: { maxAtempts: 3 } }, 'policy.retry.maxAtempts is not an option; did you mean maxAttempts?'],
  [
    { discovery: { every: 5 } },
    'policy.discovery.every is not an option; known are refreshMs, minIntervalMs, subsetSize, zone',
  ],
  [JSON.parse('{"__proto__": {"deadlineMs": 1}}'), /^policy\.__proto__ is not an option/],
  [{ methodConfig: [{ waitForReady: true }] }, /^policy\.methodConfig is not an option/],
])('unknown key %j', (policy, message) => {
  expect(refusal(policy)).toMatch(message);
});

test.each([
  [
    { loadBalancing: 'round-robin' },
    /^policy\.loadBalancing is "round-robin", but must be one of round_robin, .*; did you mean round_robin\?$/,
  ],
  [{ deadlineMs: '10s' }, 'policy.deadlineMs is "10s", but must be an integer from 1 to 2147483647, or Infinity'],
  [{ deadlineMs: 0 }, 'policy.deadlineMs is 0, but must be an integer from 1'],
  [{ deadlineMs: Number.NaN }, 'policy.deadlineMs is NaN, but'],
  [{ deadlineMs: 1.5 }, 'policy.deadlineMs is 1.5, but'],
  [{ deadlineMs: null }, 'policy.deadlineMs is null, but'],
  [{ methods: [] }, 'policy.methods is [], but must be an object by /pkg.Service/Method'],
  [{ methods: { sayHello: {} } }, 'policy.methods has the key "sayHello", but its keys must be /pkg.Service/Method'],
  [
    { methods: { '/a.B/C': { deadlineMs: 0 } } },
    'policy.methods./a.B/C.deadlineMs is 0, but must be an integer from 1',
  ],
  [{ methods: { '/a.B/C': { retry: false } } }, 'policy.methods./a.B/C.retry is not an option; known are deadlineMs'],
  [JSON.parse('{"methods": {"__proto__": {}}}'), 'policy.methods has the key "__proto__"'],
  [{ keepalive: { whileIdle: 1 } }, 'policy.keepalive.whileIdle is 1, but must be true or false'],
  [{ keepalive: true }, 'policy.keepalive is true, but must be an object with timeMs, timeoutMs, whileIdle'],
  [{ keepalive: new Map() }, 'policy.keepalive is {}, but must be an object with'],
  [{ retry: { maxAttempts: 6 } }, 'policy.retry.maxAttempts is 6, but must be an integer from 2 to 5'],
  [{ retry: { maxAttempts: 1 } }, 'from 2 to 5'],
  [{ retry: { methods: 'some' } }, `policy.retry.methods is "some", but must be 'idempotent', 'all' or a list`],
  [{ retry: { methods: [] } }, 'policy.retry.methods is [], but must be a non-empty list'],
  [
    { retry: { methods: ['pkg.Service/Method'] } },
    'policy.retry.methods[0] is "pkg.Service/Method", but must be /pkg.Service/Method',
  ],
  [{ retry: { methods: ['/a.B/C', '/a.B/C'] } }, 'must be a list without duplicates; "/a.B/C" stands twice'],
  [{ retry: { codes: ['UNAVAILBLE'] } }, /policy\.retry\.codes\[0\] is "UNAVAILBLE", .* did you mean UNAVAILABLE\?$/],
  [{ retry: { codes: ['OK'] } }, 'policy.retry.codes[0] is "OK"'],
  [{ retry: true }, 'policy.retry is true, but must be an object with methods'],
  [
    { retry: { initialBackoffMs: 500, maxBackoffMs: 100 } },
    'policy.retry.initialBackoffMs is 500, but must be at most policy.retry.maxBackoffMs, which is 100',
  ],
  [
    { discovery: { refreshMs: 500, minIntervalMs: 600 } },
    'policy.discovery.minIntervalMs is 600, but must be at most policy.discovery.refreshMs, which is 500',
  ],
  [{ hedging: {} }, 'policy.hedging.methods is undefined, but must be a non-empty list'],
  [
    { tls: { certFile: 'a.pem' } },
    'policy.tls.keyFile is undefined, but must be given together with policy.tls.certFile',
  ],
  [{ tls: { keyFile: 'a.pem' } }, 'policy.tls.certFile is undefined'],
  [{ tls: { caFile: '' } }, 'policy.tls.caFile is "", but must be the path of a PEM file'],
  [{ tls: { serverName: 'https://x' } }, 'policy.tls.serverName is "https://x"'],
  [{ outlierDetection: { failurePercent: 101 } }, 'from 1 to 100'],
  [
    { flowControlWindowBytes: 1024 },
    'policy.flowControlWindowBytes is 1024, but must be an integer from 65535 to 2147483647',
  ],
  [{ maxReceiveBytes: 0 }, 'from 1 to 2147483647, or -1'],
  [
    { loadBalancing: 'pick_first', outlierDetection: true },
    'policy.outlierDetection is true, but must be false or absent when policy.loadBalancing is pick_first',
  ],
  [{ loadBalancing: 'pick_first', healthCheck: {} }, 'policy.healthCheck is {}, but must be false or absent'],
  ['round_robin', 'policy is "round_robin", but must be an object with loadBalancing'],
  [null, 'policy is null, but must be an object'],
  [[], 'policy is [], but must be an object'],
])('refuses %j', (policy, message) => {
  expect(refusal(policy)).toMatch(message);
});

test('refuses what JSON cannot tell', () => {
  const circle: { retry?: unknown } = {};
  circle.retry = { maxAttempts: circle };
  expect(refusal({ deadlineMs: 10n })).toMatch('policy.deadlineMs is 10, but');
  expect(refusal(circle)).toMatch('policy.retry.maxAttempts is [object Object], but');
  expect(refusal({ deadlineMs: () => 5 })).toMatch('policy.deadlineMs is () => 5, but');
});

test('a long value is cut', () => {
  expect(refusal({ loadBalancing: 'x'.repeat(10_000) }).length).toBeLessThan(250);
});

describe('a given bound moves the default of the other one', () => {
  test('downwards', () => {
    expect(resolvePolicy({ discovery: { refreshMs: 500 } }).discovery).toEqual({ refreshMs: 500, minIntervalMs: 500 });
    expect(resolvePolicy({ connection: { maxBackoffMs: 400 } }).connection).toMatchObject({ minBackoffMs: 400 });
  });
  test('upwards', () => {
    expect(resolvePolicy({ connection: { minBackoffMs: 9_000 } }).connection).toMatchObject({ maxBackoffMs: 9_000 });
    expect(resolvePolicy({ outlierDetection: { baseEjectionMs: 60_000 } }).outlierDetection).toMatchObject({
      maxEjectionMs: 60_000,
    });
  });
});

test('true and false switch the sections that can be switched', () => {
  const off = resolvePolicy({ retry: false, hedging: false, healthCheck: false, outlierDetection: false });
  expect(off).toMatchObject({ retry: false, hedging: false, healthCheck: false, outlierDetection: false });
  expect(resolvePolicy({ healthCheck: true, outlierDetection: true })).toEqual(resolvePolicy({}));
  expect(resolvePolicy({ loadBalancing: 'pick_first' })).toMatchObject({ healthCheck: false, outlierDetection: false });
});

test('whatever comes in: a policy or ERR_POLICY_INVALID', () => {
  const junk = fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true });
  const section = fc.constantFrom('retry', 'keepalive', 'tls', 'hedging', 'deadlineMs', 'healthCheck', 'discovery');
  fc.assert(
    fc.property(fc.oneof(junk, fc.dictionary(section, junk)), (policy) => {
      try {
        resolvePolicy(policy as ChannelPolicy);
      } catch (error) {
        expect((error as { code: string }).code).toBe('ERR_POLICY_INVALID');
      }
    }),
    { numRuns: 2_000 },
  );
});

describe('a refusal carries the option that was refused', () => {
  test.each([
    [{ deadlineMs: 0 }, 'policy.deadlineMs'],
    [{ keepAlive: {} }, 'policy.keepAlive'],
    [{ methods: { Greet: {} } }, 'policy.methods'],
    [{ tls: { keyFile: 'a.pem' } }, 'policy.tls.certFile'],
    [{ tls: { certFile: 'a.pem' } }, 'policy.tls.keyFile'],
    [{ tls: { fromXds: true, serverName: 'a' } }, 'policy.tls.serverName'],
  ])('%j: %s', (policy, option) => {
    expect(() => resolvePolicy(policy as ChannelPolicy)).toThrow(expect.objectContaining({ option }));
  });
});

test.each([
  [
    { tls: { keyFile: 'a.pem' } },
    'policy.tls.certFile is undefined, but must be given together with policy.tls.keyFile',
  ],
  [
    { tls: { fromXds: true, caFile: 'a.pem' } },
    'policy.tls.caFile is "a.pem", but must be absent with policy.tls.fromXds: the control plane brings it',
  ],
  [
    { loadBalancing: 'xyz' },
    'policy.loadBalancing is "xyz", but must be one of round_robin, pick_first, least_request, weighted_round_robin',
  ],
  [
    { loadBalancing: 5 },
    'policy.loadBalancing is 5, but must be one of round_robin, pick_first, least_request, weighted_round_robin',
  ],
  [
    { deadlineMs: undefined, keepalive: { timeoutMs: Number.POSITIVE_INFINITY } },
    'policy.keepalive.timeoutMs is Infinity, but must be an integer from 100 to 3600000',
  ],
])('says of %j this and nothing more', (policy, message) => {
  expect(refusal(policy)).toBe(message);
});

test('what was not given and has no default is not there', () => {
  expect(Object.keys(resolvePolicy({}))).not.toContain('tls');
  expect(Object.keys(resolvePolicy({}).discovery)).toEqual(['minIntervalMs', 'refreshMs']);
});
