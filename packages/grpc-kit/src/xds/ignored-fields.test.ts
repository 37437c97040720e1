import { expect, test } from 'vitest';
import { ignoredFields } from './ignored-fields.js';

test('a route that uses only what gRPC obeys ignores nothing', () => {
  const route = {
    match: { query_parameters: [], tls_context: null },
    route: { timeout: null, cluster: 'a', retry_policy: null },
  };
  const table = { request_headers_to_add: [], virtual_hosts: [{ routes: [route], require_tls: 'NONE' }] };
  expect(ignoredFields('route', table)).toEqual([]);
});

test('each ignored field is named by its path, once', () => {
  const route = {
    match: { query_parameters: [{ name: 'q' }] },
    request_headers_to_add: [{}],
    route: {
      timeout: { seconds: '3', nanos: 0 },
      retry_policy: { per_try_timeout: { seconds: '0', nanos: 5 } },
      metadata_match: {},
    },
  };
  expect(ignoredFields('route', { virtual_hosts: [{ routes: [route, route] }] })).toEqual([
    'virtual_hosts[].routes[].request_headers_to_add[]',
    'virtual_hosts[].routes[].match.query_parameters[]',
    'virtual_hosts[].routes[].route.timeout',
    'virtual_hosts[].routes[].route.metadata_match',
    'virtual_hosts[].routes[].route.retry_policy.per_try_timeout',
  ]);
});

test('a timeout of 0 s, which Istio writes everywhere, means none', () => {
  const route = { route: { timeout: { seconds: '0', nanos: 0 } } };
  expect(ignoredFields('route', { virtual_hosts: [{ routes: [route] }] })).toEqual([]);
});

test('clusters: active checks, and outlier detection by consecutive errors', () => {
  const cluster = { health_checks: [{}], outlier_detection: { consecutive_5xx: { value: 5 }, interval: null } };
  expect(ignoredFields('cluster', cluster)).toEqual(['health_checks[]', 'outlier_detection.consecutive_5xx']);
});

test('endpoints: weights, where they differ', () => {
  const weighted = (...weights: readonly (number | null)[]) => ({
    endpoints: [
      {
        lb_endpoints: weights.map((value) => ({
          load_balancing_weight: value === null ? null : { value },
          metadata: null,
        })),
      },
    ],
  });
  expect(ignoredFields('endpoints', weighted(3, 1))).toEqual(['endpoints[].lb_endpoints[].load_balancing_weight']);
  expect(ignoredFields('endpoints', weighted(2, 2))).toEqual([]);
  expect(ignoredFields('endpoints', weighted(null, null))).toEqual([]);
});
