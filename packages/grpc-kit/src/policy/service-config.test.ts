import { experimental } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { KIT } from './balancer-names.js';
import type { ChannelPolicy } from './channel-policy.js';
import { toChannelOptions, toPingOptions } from './grpc-options.js';
import { resolvePolicy } from './resolve-policy.js';
import { toServiceConfig } from './service-config.js';
import { verifyTaken } from './verify-taken.js';

interface Shape {
  loadBalancingConfig: [
    { [KIT]: { child: [Record<string, object>]; keepalive?: object; health_check?: object; target?: string } },
  ];
  methodConfig: { name: object[]; retryPolicy?: object; hedgingPolicy?: object }[];
}

const config = (policy: ChannelPolicy = {}, methods: readonly string[] = []): Shape =>
  toServiceConfig(resolvePolicy(policy), { methods }) as Shape;

test('outlier detection: grpc-js reads back what was meant', () => {
  const child = config({ outlierDetection: { intervalMs: 1_500, baseEjectionMs: 700, failurePercent: 100 } })
    .loadBalancingConfig[0][KIT].child[0];
  expect(experimental.parseLoadBalancingConfig(child).toJsonObject()).toMatchObject({
    outlier_detection: {
      interval: { seconds: 1, nanos: 500_000_000 },
      base_ejection_time: { seconds: 0, nanos: 700_000_000 },
      max_ejection_time: { seconds: 30, nanos: 0 },
      max_ejection_percent: 50,
      failure_percentage_ejection: { threshold: 99.99, minimum_hosts: 2, request_volume: 5 },
    },
  });
});

test('the layers: health, then outlier detection, then balancing', () => {
  const [outer] = config({ healthCheck: { serviceName: 'a.B' } }).loadBalancingConfig;
  expect(outer[KIT]).toMatchObject({
    health_check: { service_name: 'a.B' },
    child: [{ outlier_detection: { child_policy: [{ round_robin: {} }] } }],
  });
  expect(
    config({ loadBalancing: 'pick_first', keepalive: { timeMs: Number.POSITIVE_INFINITY } }).loadBalancingConfig,
  ).toEqual([{ [KIT]: { child: [{ pick_first: {} }] } }]);
  expect(config({ loadBalancing: 'least_request', outlierDetection: false }).loadBalancingConfig[0][KIT].child).toEqual(
    [{ org_grpc_kit_least_request: {} }],
  );
  expect(toServiceConfig(resolvePolicy({}), { target: 'dns:///a:1' })).toMatchObject({
    loadBalancingConfig: [{ [KIT]: { target: 'dns:///a:1' } }],
  });
});

test('only idempotent methods are retried, unless the policy names others', () => {
  expect(config().methodConfig).toEqual([]);
  expect(config({}, ['/a.B/Get', '/a.B/Get']).methodConfig).toMatchObject([
    { name: [{ service: 'a.B', method: 'Get' }] },
  ]);
  expect(config({ retry: { methods: 'all' } }).methodConfig).toMatchObject([{ name: [{}] }]);
  expect(config({ retry: { methods: ['/a.B/Put'] } }, ['/a.B/Get']).methodConfig).toMatchObject([
    { name: [{ service: 'a.B', method: 'Put' }] },
  ]);
  expect(config({ retry: false }, ['/a.B/Get']).methodConfig).toEqual([]);
});

test('a hedged method is not retried as well: grpc-js refuses a method twice', () => {
  const { methodConfig } = config({ hedging: { methods: ['/a.B/Get'], delayMs: 5 } }, ['/a.B/Get', '/a.B/List']);
  expect(methodConfig).toMatchObject([
    { name: [{ service: 'a.B', method: 'Get' }], hedgingPolicy: { maxAttempts: 2, hedgingDelay: '0.005s' } },
    { name: [{ service: 'a.B', method: 'List' }], retryPolicy: { initialBackoff: '0.050s', maxBackoff: '1.000s' } },
  ]);
});

test('channel options: flags are numbers, and grpc-js sends no pings', () => {
  const options = toChannelOptions(resolvePolicy({}));
  expect(options).toMatchObject({
    'grpc.service_config_disable_resolution': 1,
    'grpc.enable_channelz': 0,
    'grpc.enable_http_proxy': 0,
    'grpc-node.retry_max_attempts_limit': 5,
  });
  expect(Object.values(options).filter((value) => typeof value === 'boolean')).toEqual([]);
  expect(options).not.toHaveProperty('grpc.keepalive_time_ms');
});

test('pings of xds channels: no more than default servers permit, and only during calls', () => {
  const pings = (timeMs: number) => toPingOptions(resolvePolicy({ keepalive: { timeMs, timeoutMs: 700 } }));
  expect(pings(5_000)).toEqual({ 'grpc.keepalive_time_ms': 330_000, 'grpc.keepalive_timeout_ms': 700 });
  expect(pings(600_000)).toEqual({ 'grpc.keepalive_time_ms': 600_000, 'grpc.keepalive_timeout_ms': 700 });
  expect(pings(Number.POSITIVE_INFINITY)).toEqual({});
});

test('keepalive is the kit balancer’s own, and can be off', () => {
  const { loadBalancingConfig } = config({ keepalive: { timeMs: 300, whileIdle: false } });
  expect(loadBalancingConfig[0][KIT].keepalive).toEqual({ time_ms: 300, timeout_ms: 4_000, while_idle: false });
  const off = config({ keepalive: { timeMs: Number.POSITIVE_INFINITY } });
  expect(off.loadBalancingConfig[0][KIT]).not.toHaveProperty('keepalive');
});

test('verifyTaken finds what grpc-js would answer with pick_first', () => {
  const options = (...loadBalancingConfig: object[]): object => ({ loadBalancingConfig });
  const refused = (config: object): string => {
    try {
      verifyTaken(options(config));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_POLICY_NOT_APPLIED' });
      return (error as Error).message;
    }
    throw new Error('taken');
  };
  expect(() => verifyTaken(options({ round_robin: {} }))).not.toThrow();
  expect(() => verifyTaken(options({ outlier_detection: { child_policy: [{ round_robin: {} }] } }))).not.toThrow();
  expect(refused({ ring_a_ding: {} })).toMatch(/policy "ring_a_ding": Unrecognized load balancing config name/);
  expect(refused({ outlier_detection: { interval: '5s', child_policy: [{ round_robin: {} }] } })).toMatch(/interval/);
  expect(
    refused({ outlier_detection: { baseEjectionTime: { seconds: 1, nanos: 0 }, child_policy: [{ round_robin: {} }] } }),
  ).toMatch(/baseEjectionTime was read as undefined/);
  expect(refused({ outlier_detection: { child_policy: [{ pick_first: {} }] } })).toMatch(/pick_first/);
  expect(() => verifyTaken({})).toThrow(/it is empty/);
});
