import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { policyVariables } from './environment-variables.js';
import { policyFromEnv } from './policy-from-env.js';
import { policyFromFile } from './policy-from-file.js';
import { resolvePolicy } from './resolve-policy.js';

const directory = mkdtempSync(join(tmpdir(), 'grpc-kit-policy-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

test('an empty environment is an empty policy', () => {
  expect(policyFromEnv({ PATH: '/bin', GRPC_KIT_DEADLINE_MS: '' })).toEqual({});
});

test('a variable for each option, each of the right type', () => {
  const env = {
    LOAD_BALANCING: 'least_request',
    DISCOVERY_REFRESH_MS: '5000',
    DISCOVERY_SUBSET_SIZE: '20',
    DISCOVERY_ZONE: 'prefer',
    KEEPALIVE_WHILE_IDLE: 'false',
    KEEPALIVE_TIME_MS: 'Infinity',
    DEADLINE_MS: 'Infinity',
    RETRY_METHODS: '/a.B/C, /a.B/D',
    RETRY_CODES: 'UNAVAILABLE,ABORTED',
    OUTLIER_DETECTION: 'false',
    HEALTH_CHECK: 'true',
    HEALTH_CHECK_SERVICE_NAME: 'greeter',
    TLS_CA_FILE: '/etc/tls/ca.crt',
    MAX_RECEIVE_BYTES: '-1',
  };
  const prefixed = Object.fromEntries(Object.entries(env).map(([name, value]) => [`GRPC_KIT_${name}`, value]));
  expect(policyFromEnv(prefixed)).toEqual({
    loadBalancing: 'least_request',
    discovery: { refreshMs: 5_000, subsetSize: 20, zone: 'prefer' },
    keepalive: { whileIdle: false, timeMs: Infinity },
    deadlineMs: Infinity,
    retry: { methods: ['/a.B/C', '/a.B/D'], codes: ['UNAVAILABLE', 'ABORTED'] },
    outlierDetection: false,
    healthCheck: { serviceName: 'greeter' },
    tls: { caFile: '/etc/tls/ca.crt' },
    maxReceiveBytes: -1,
  });
  expect(policyFromEnv({ GRPC_KIT_RETRY_METHODS: 'all', GRPC_KIT_HEDGING: 'false' })).toEqual({
    retry: { methods: 'all' },
    hedging: false,
  });
});

test('true switches a section on, with its defaults, whatever the file says', () => {
  const env = { GRPC_KIT_POLICY: '{"retry": false}', GRPC_KIT_RETRY: 'true', GRPC_KIT_OUTLIER_DETECTION: 'true' };
  expect(resolvePolicy(policyFromEnv(env))).toEqual(resolvePolicy({}));
});

test('no option is without its variable', () => {
  const whole = resolvePolicy({
    discovery: { subsetSize: 1, zone: 'a' },
    hedging: { methods: ['/a.B/C'] },
    tls: { caFile: 'a', certFile: 'b', keyFile: 'c', serverName: 'd' },
  });
  const known = new Set(policyVariables.map(({ option }) => option));
  expect(known).toContain('tls.fromXds');
  const leaves = Object.entries(whole).flatMap(([section, value]) =>
    typeof value === 'object' ? Object.keys(value).map((key) => `${section}.${key}`) : [section],
  );
  expect([...known]).toEqual(expect.arrayContaining(leaves));
});

test('file, then JSON, then single variables', () => {
  const env = {
    GRPC_KIT_POLICY_FILE: file(
      'a.json',
      '{"deadlineMs": 1000, "retry": {"maxAttempts": 2}, "keepalive": {"timeMs": 30000}}',
    ),
    GRPC_KIT_POLICY: '{"deadlineMs": "Infinity", "retry": {"codes": ["ABORTED"]}}',
    GRPC_KIT_KEEPALIVE_TIMEOUT_MS: '2000',
  };
  expect(policyFromEnv(env)).toEqual({
    deadlineMs: Infinity,
    retry: { maxAttempts: 2, codes: ['ABORTED'] },
    keepalive: { timeMs: 30_000, timeoutMs: 2_000 },
  });
});

test('another prefix', () => {
  const env = { GRPC_KIT_DEADLINE: 'ignored', ORDERS_DEADLINE_MS: '500' };
  expect(policyFromEnv(env, { prefix: 'ORDERS_' })).toEqual({ deadlineMs: 500 });
});

test('what Kubernetes adds for a Service of that name is not ours', () => {
  const env = {
    GRPC_KIT_SERVICE_HOST: '10.0.0.1',
    GRPC_KIT_SERVICE_PORT_GRPC: '80',
    GRPC_KIT_PORT: 'tcp://10.0.0.1:80',
    GRPC_KIT_PORT_80_TCP_ADDR: '10.0.0.1',
  };
  expect(policyFromEnv(env)).toEqual({});
});

test.each([
  [{ GRPC_KIT_DEADLINE: '5' }, 'GRPC_KIT_DEADLINE is not an option; did you mean GRPC_KIT_DEADLINE_MS?'],
  [{ GRPC_KIT_POLICY_FLIE: 'x' }, 'did you mean GRPC_KIT_POLICY_FILE?'],
  [{ GRPC_KIT_COLOUR: 'x' }, 'GRPC_KIT_COLOUR is not an option; known are GRPC_KIT_POLICY, '],
  [
    { GRPC_KIT_DEADLINE_MS: '10s' },
    'GRPC_KIT_DEADLINE_MS: policy.deadlineMs is "10s", but must be an integer from 1 to 2147483647, or Infinity',
  ],
  [{ GRPC_KIT_DEADLINE_MS: '0x10' }, 'GRPC_KIT_DEADLINE_MS: policy.deadlineMs is "0x10"'],
  [{ GRPC_KIT_HEALTH_CHECK: 'yes' }, 'GRPC_KIT_HEALTH_CHECK: policy.healthCheck is "yes"'],
  [{ GRPC_KIT_RETRY_CODES: 'ABORTED,OOPS' }, 'GRPC_KIT_RETRY_CODES: policy.retry.codes[1] is "OOPS"'],
  [
    { GRPC_KIT_TLS_CERT_FILE: 'a' },
    'GRPC_KIT_TLS_CERT_FILE: policy.tls.keyFile is undefined, but must be given together',
  ],
  [
    { GRPC_KIT_RETRY: 'false', GRPC_KIT_RETRY_MAX_ATTEMPTS: '3' },
    'GRPC_KIT_RETRY_MAX_ATTEMPTS is 3, but must be absent, because policy.retry is switched off',
  ],
  [{ GRPC_KIT_POLICY: '{"deadlineMs": 0}', GRPC_KIT_RETRY: 'false' }, 'GRPC_KIT_POLICY: policy.deadlineMs is 0'],
  [{ GRPC_KIT_POLICY: '{deadlineMs: 5}' }, /^GRPC_KIT_POLICY: .*JSON/],
  [
    { GRPC_KIT_POLICY_FILE: '/nowhere/policy.json' },
    /^GRPC_KIT_POLICY_FILE: policy file "\/nowhere\/policy\.json": ENOENT/,
  ],
])('refuses %j', (env, message) => {
  expect(() => policyFromEnv(env)).toThrow(expect.objectContaining({ code: 'ERR_POLICY_INVALID' }));
  expect(() => policyFromEnv(env)).toThrow(message);
});

test('a file is checked like code', () => {
  expect(policyFromFile(file('good.json', '{"loadBalancing": "pick_first"}'))).toEqual({ loadBalancing: 'pick_first' });
  expect(() => policyFromFile(file('typo.json', '{"loadBalancer": "pick_first"}'))).toThrow(
    /policy file ".*typo\.json": policy\.loadBalancer is not an option; did you mean loadBalancing\?/,
  );
  expect(() => policyFromFile(file('list.json', '[]'))).toThrow(/list\.json": policy is \[\], but must be an object/);
  expect(() => policyFromFile(file('cut.json', '{"a":'))).toThrow(/cut\.json": .*JSON/);
  expect(() => policyFromFile(directory)).toThrow(/EISDIR/);
});

test('a refusal of a file has code, option and cause, as one of code has', () => {
  const refusalOf = (path: string): unknown => {
    try {
      return policyFromFile(path);
    } catch (error) {
      return error;
    }
  };
  expect(refusalOf(file('zero.json', '{"retry": {"maxAttempts": 0}}'))).toMatchObject({
    code: 'ERR_POLICY_INVALID',
    option: 'policy.retry.maxAttempts',
    cause: { code: 'ERR_POLICY_INVALID' },
  });
  const broken = refusalOf(file('broken.json', '{'));
  expect(broken).toMatchObject({ code: 'ERR_POLICY_INVALID', cause: { cause: { name: 'SyntaxError' } } });
  expect(broken).toHaveProperty('option', undefined);
  expect(refusalOf('/nowhere')).toMatchObject({ code: 'ERR_POLICY_INVALID', cause: { code: 'ENOENT' } });
  expect(policyFromFile(file('utf8.json', '{"discovery": {"zone": "zürich"}}'))).toEqual({
    discovery: { zone: 'zürich' },
  });
});

test('a section that JSON sets to null is refused, and not merged with', () => {
  const env = { GRPC_KIT_POLICY: '{"retry": null}', GRPC_KIT_DEADLINE_MS: '5' };
  expect(() => policyFromEnv(env)).toThrow('GRPC_KIT_POLICY: policy.retry is null');
});
