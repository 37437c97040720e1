import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelPolicy } from './channel-policy.js';
import { policyVariables } from './environment-variables.js';
import { policyFromEnv } from './policy-from-env.js';
import { resolvePolicy } from './resolve-policy.js';

const some = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { requiredKeys: [] }).filter((record) => Object.keys(record).length > 0) as fc.Arbitrary<T>;
const between = (min: number, max: number) => fc.integer({ min, max });
const method = fc.stringMatching(/^\/[a-z]{1,8}\.[A-Z]{1,8}\/[A-Z]{1,8}$/);
const methods = fc.uniqueArray(method, { minLength: 1, maxLength: 3 });
const orFalse = <T>(section: fc.Arbitrary<T>) => fc.oneof(section, fc.constant(false as const));

/** Policies that are in order, of everything that a variable can say; none of the bounds contradicts its neighbour. */
const policies = some<ChannelPolicy>({
  loadBalancing: fc.constantFrom('round_robin', 'least_request', 'weighted_round_robin'),
  discovery: some({
    refreshMs: between(5_000, 86_400_000),
    minIntervalMs: between(10, 5_000),
    subsetSize: between(1, 10_000),
    zone: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
  }),
  keepalive: some({
    timeMs: fc.oneof(between(100, 2 ** 31 - 1), fc.constant(Number.POSITIVE_INFINITY)),
    timeoutMs: between(100, 3_600_000),
    whileIdle: fc.boolean(),
  }),
  connection: some({ minBackoffMs: between(100, 2_000), maxBackoffMs: between(2_000, 3_600_000) }),
  deadlineMs: fc.oneof(between(1, 2 ** 31 - 1), fc.constant(Number.POSITIVE_INFINITY)),
  retry: orFalse(
    some({
      methods: fc.oneof(fc.constantFrom('idempotent' as const, 'all' as const), methods),
      maxAttempts: between(2, 5),
      initialBackoffMs: between(1, 500),
      maxBackoffMs: between(500, 3_600_000),
      codes: fc.uniqueArray(fc.constantFrom('UNAVAILABLE' as const, 'ABORTED' as const, 'UNKNOWN' as const), {
        minLength: 1,
      }),
    }),
  ),
  hedging: orFalse(fc.record({ methods, maxAttempts: between(2, 5), delayMs: between(0, 3_600_000) })),
  healthCheck: orFalse(some({ serviceName: fc.stringMatching(/^[a-z.]{1,20}$/) })),
  outlierDetection: orFalse(
    some({
      intervalMs: between(100, 3_600_000),
      baseEjectionMs: between(100, 20_000),
      maxEjectionMs: between(20_000, 86_400_000),
      maxEjectionPercent: between(0, 100),
      failurePercent: between(1, 100),
      minimumCalls: between(1, 1_000),
      minimumBackends: between(1, 1_000),
    }),
  ),
  tls: some({ caFile: fc.constant('/etc/tls/ca.crt'), serverName: fc.domain() }),
  maxReceiveBytes: fc.oneof(between(1, 2 ** 31 - 1), fc.constant(-1)),
  maxSendBytes: fc.oneof(between(1, 2 ** 31 - 1), fc.constant(-1)),
  flowControlWindowBytes: between(65_535, 2 ** 31 - 1),
});

/** What an operator would set for this policy. */
function variablesOf(policy: ChannelPolicy): Record<string, string> {
  const found = policyVariables.flatMap(({ name, option }) => {
    const [section = '', key] = option.split('.');
    const whole = (policy as Readonly<Record<string, unknown>>)[section];
    const value = key === undefined ? whole : (whole as Readonly<Record<string, unknown>> | undefined)?.[key];
    return value === undefined || (typeof value === 'object' && !Array.isArray(value))
      ? []
      : [[`GRPC_KIT_${name}`, String(value)] as const];
  });
  return Object.fromEntries(found);
}

test('a policy that is in order is accepted, and none of it gets lost in variables or JSON', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const resolved = resolvePolicy(policy);
      expect(resolved).toMatchObject(policy);
      expect(policyFromEnv(variablesOf(policy))).toEqual(policy);
      const json = JSON.stringify(policy, (_key, value) => (value === Number.POSITIVE_INFINITY ? 'Infinity' : value));
      expect(resolvePolicy(policyFromEnv({ GRPC_KIT_POLICY: json }))).toEqual(resolved);
    }),
    { numRuns: 300 },
  );
});

test('what is resolved is resolved: once more changes nothing', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const resolved = resolvePolicy(policy);
      expect(resolvePolicy(resolved)).toEqual(resolved);
    }),
    { numRuns: 200 },
  );
});
