import { type ChannelOptions, Client, credentials, experimental, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { KIT } from '../../src/policy/balancer-names.js';
import type { ChannelPolicy } from '../../src/policy/channel-policy.js';
import { toChannelOptions } from '../../src/policy/grpc-options.js';
import { resolvePolicy } from '../../src/policy/resolve-policy.js';
import { verifyTaken } from '../../src/policy/verify-taken.js';
import { type EchoServer, echo, startEchoServer } from './echo-server.js';

// Every trap is sprung with plain grpc-js first, so that a version of it without the trap shows here.

let server: EchoServer;
beforeAll(async () => {
  server = await startEchoServer();
});
afterAll(() => server.close());

const clients: Client[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  server.failNext(0);
});

function connect(options: ChannelOptions, target = `ipv4:127.0.0.1:${server.port}`): Client {
  const client = new Client(target, credentials.createInsecure(), options);
  clients.push(client);
  return client;
}

/** Resolves with the status, whatever it is. */
function call(client: Client): Promise<{ code: status; attempts: number }> {
  const before = server.attempts();
  return new Promise((resolve) => {
    const { path, requestSerialize, responseDeserialize } = echo.get;
    const done = (error: ServiceError | null): void =>
      resolve({ code: error?.code ?? status.OK, attempts: server.attempts() - before });
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, Buffer.from('x'), done);
  });
}

const plain = (config: object): ChannelOptions => ({ 'grpc.service_config': JSON.stringify(config) });

/** The kit's options with what is inside its own balancing policy in the place of it: this is about the dialect. */
function kit(policy: ChannelPolicy, methods: readonly string[] = [echo.get.path]): ChannelOptions {
  const options = toChannelOptions(resolvePolicy(policy), { methods });
  const config = serviceConfig(options);
  return { ...options, ...plain({ ...config, loadBalancingConfig: config.loadBalancingConfig[0][KIT].child }) };
}

interface ServiceConfig {
  loadBalancingConfig: [Record<string, { child: Record<string, object>[] }>] & { 0: { [KIT]: { child: object[] } } };
  methodConfig: Record<string, unknown>[];
  retryThrottling: object;
}
const serviceConfig = (options: ChannelOptions): ServiceConfig => JSON.parse(options['grpc.service_config'] ?? '');

/** What grpc-js makes of a list of balancing policies, silence and all. */
const taken = (config: object): string | undefined =>
  experimental.selectLbConfigFromList([config as Record<string, object>], true)?.getLoadBalancerName();

describe('balancing', () => {
  test('loadBalancingPolicy is read and never used; the kit writes loadBalancingConfig, and only that', () => {
    const options = toChannelOptions(resolvePolicy({ loadBalancing: 'round_robin' }));
    expect(serviceConfig(options)).not.toHaveProperty('loadBalancingPolicy');
    expect(() => verifyTaken({ loadBalancingPolicy: 'round_robin' })).toThrow(/loadBalancingConfig.*it is empty/);
    expect(() => verifyTaken(serviceConfig(kit({ loadBalancing: 'round_robin' })))).not.toThrow();
  });

  test.each([
    ['an unknown policy', { round_robbin: {} }],
    ['camelCase in outlier detection', { outlier_detection: { childPolicy: [{ round_robin: {} }] } }],
    ['a duration as text', { outlier_detection: { interval: '5s', child_policy: [{ round_robin: {} }] } }],
    ['outlier detection over pick_first', { outlier_detection: { child_policy: [{ pick_first: {} }] } }],
  ])('%s becomes pick_first without a word; the kit refuses it', (_what, config) => {
    expect(taken(config)).toBe('pick_first');
    expect(() => verifyTaken({ loadBalancingConfig: [config] })).toThrow(
      expect.objectContaining({ code: 'ERR_POLICY_NOT_APPLIED' }),
    );
  });

  test('the same intentions through the kit: refused by name, or taken as meant', () => {
    expect(() => resolvePolicy({ loadBalancing: 'round_robbin' } as unknown as ChannelPolicy)).toThrow(
      /did you mean round_robin/,
    );
    expect(() => resolvePolicy({ outlierDetection: { interval_ms: 5 } } as unknown as ChannelPolicy)).toThrow(
      /did you mean intervalMs/,
    );
    expect(() => resolvePolicy({ outlierDetection: { intervalMs: '5s' } } as unknown as ChannelPolicy)).toThrow(
      /policy\.outlierDetection\.intervalMs is "5s"/,
    );
    expect(() => resolvePolicy({ outlierDetection: true, loadBalancing: 'pick_first' })).toThrow(/pick_first/);
    for (const loadBalancing of ['round_robin', 'weighted_round_robin'] as const) {
      const options = kit({ loadBalancing, outlierDetection: { intervalMs: 5_500 } });
      expect(() => verifyTaken(serviceConfig(options))).not.toThrow();
      expect(taken(serviceConfig(options).loadBalancingConfig[0])).toBe('outlier_detection');
    }
    for (const loadBalancing of ['round_robin', 'weighted_round_robin', 'pick_first'] as const) {
      expect(taken(serviceConfig(kit({ loadBalancing, outlierDetection: false })).loadBalancingConfig[0])).toBe(
        loadBalancing,
      );
    }
  });

  test('shuffleAddressList never shuffles two addresses; the kit does not use it', () => {
    const options = kit({ loadBalancing: 'pick_first' });
    expect(options['grpc.service_config']).not.toContain('shuffleAddressList');
    expect(() => resolvePolicy({ shuffleAddressList: true } as unknown as ChannelPolicy)).toThrow(/is not an option/);
  });
});

describe('methods', () => {
  const name = [{ service: 'test.Echo', method: 'Get' }];
  const retryPolicy = {
    maxAttempts: 3,
    initialBackoff: '0.01s',
    maxBackoff: '0.01s',
    backoffMultiplier: 1,
    retryableStatusCodes: ['UNAVAILABLE'],
  };

  test('timeout "0.5s" is read as 5 ns; the kit writes no timeout', async () => {
    const late = await call(connect(plain({ methodConfig: [{ name, timeout: '0.5s' }] })));
    expect(late.code).toBe(status.DEADLINE_EXCEEDED);
    const options = kit({ deadlineMs: 500 });
    expect(options['grpc.service_config']).not.toContain('timeout');
    expect((await call(connect(options))).code).toBe(status.OK);
  });

  test('waitForReady is read and ignored; the kit knows no such option', () => {
    expect(() => connect(plain({ methodConfig: [{ name, waitForReady: true }] }))).not.toThrow();
    expect(kit({})['grpc.service_config']).not.toContain('waitForReady');
    expect(() => resolvePolicy({ waitForReady: true } as unknown as ChannelPolicy)).toThrow(
      /policy\.waitForReady is not an option/,
    );
  });

  test('methodConfig that is no array is ignored; the kit always writes an array, and it works', async () => {
    server.failNext(1);
    expect((await call(connect(plain({ methodConfig: { name, retryPolicy } })))).code).toBe(status.UNAVAILABLE);
    server.failNext(1);
    const retried = await call(connect(kit({})));
    expect(retried).toEqual({ code: status.OK, attempts: 2 });
  });

  test('fractions of a second in retries and hedging are kept', async () => {
    const client = connect(kit({ retry: { initialBackoffMs: 300, maxBackoffMs: 300 } }));
    await call(client);
    server.failNext(1);
    const start = performance.now();
    expect(await call(client)).toEqual({ code: status.OK, attempts: 2 });
    // grpc-js takes ±20 % off or on.
    expect(performance.now() - start).toBeGreaterThan(235);
    expect(kit({ hedging: { methods: [echo.get.path], delayMs: 1 } })['grpc.service_config']).toContain('"0.001s"');
  });

  test('methods that may not be repeated are not', async () => {
    server.failNext(1);
    expect(await call(connect(kit({}, [])))).toEqual({ code: status.UNAVAILABLE, attempts: 1 });
    server.failNext(9);
    expect(await call(connect(kit({ retry: { methods: 'all', maxAttempts: 5 } }, [])))).toEqual({
      code: status.UNAVAILABLE,
      attempts: 5,
    });
  });

  test('a method in two entries throws in the constructor; the kit writes each once', () => {
    expect(() => connect(plain({ methodConfig: [{ name, retryPolicy }, { name }] }))).toThrow(/duplicate name/);
    const { path } = echo.get;
    expect(() =>
      connect(kit({ hedging: { methods: [path] }, retry: { methods: [path] } }, [path, path])),
    ).not.toThrow();
  });
});

describe('channel options', () => {
  test('flags are compared with === 1, so true does nothing; the kit writes numbers', () => {
    const options = toChannelOptions(resolvePolicy({}));
    expect(options['grpc.service_config_disable_resolution']).toBe(1);
    expect(options['grpc.enable_channelz']).toBe(0);
  });

  test('misspelled options are ignored; the kit refuses them', () => {
    expect(() => connect({ 'grpc.keep_alive_time_ms': 1 })).not.toThrow();
    expect(() => resolvePolicy({ keepalive: { time_ms: 1 } } as unknown as ChannelPolicy)).toThrow(
      /did you mean timeMs\?/,
    );
  });

  test('bad JSON throws in the constructor; the kit writes JSON itself', () => {
    expect(() => connect({ 'grpc.service_config': '{' })).toThrow(SyntaxError);
    expect(() => connect(kit({}))).not.toThrow();
  });
});

test('retry throttling is shared by all channels to a target, and deleted by one without; the kit always brings the same', async () => {
  const target = `ipv4:127.0.0.1:${server.port}`;
  const kitOptions = kit({ retry: { initialBackoffMs: 1, maxBackoffMs: 1, maxAttempts: 5 } });
  const client = connect(kitOptions, target);
  server.failNext(Number.POSITIVE_INFINITY);
  let throttled = { code: status.OK, attempts: 5 };
  for (let calls = 0; throttled.attempts > 1 && calls < 300; calls++) throttled = await call(client);
  expect(throttled).toEqual({ code: status.UNAVAILABLE, attempts: 1 });

  await call(connect({ ...kit({ retry: false }), 'grpc.use_local_subchannel_pool': 1 }, target));
  expect((await call(client)).attempts, 'a second channel of the kit, without retries').toBe(1);

  await call(connect(plain({ loadBalancingConfig: [{ round_robin: {} }] }), target));
  expect((await call(client)).attempts, 'a plain channel beside it').toBe(5);
});
