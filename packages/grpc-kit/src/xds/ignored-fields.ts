import type { XdsResourceKind } from './config-dump.js';

/**
 * Fields that Envoy obeys and a gRPC client ignores, by the paths where they stand; grpc-go ignores the same. A part
 * with `[]` is a list of which every entry is looked at.
 */
const IGNORED: Readonly<Record<XdsResourceKind, readonly string[]>> = {
  listener: [],
  route: [
    ...headers(''),
    ...['', 'routes[].', 'routes[].route.weighted_clusters.clusters[].'].flatMap((at) =>
      headers(`virtual_hosts[].${at}`),
    ),
    'virtual_hosts[].require_tls',
    'virtual_hosts[].rate_limits[]',
    'virtual_hosts[].request_mirror_policies[]',
    'virtual_hosts[].retry_policy.per_try_timeout',
    'virtual_hosts[].routes[].match.query_parameters[]',
    'virtual_hosts[].routes[].match.dynamic_metadata[]',
    'virtual_hosts[].routes[].match.tls_context',
    'virtual_hosts[].routes[].redirect',
    'virtual_hosts[].routes[].direct_response',
    ...[
      'timeout',
      'idle_timeout',
      'cluster_header',
      'metadata_match',
      'prefix_rewrite',
      'regex_rewrite',
      'host_rewrite_literal',
      'host_rewrite_header',
      'auto_host_rewrite',
      'rate_limits[]',
      'request_mirror_policies[]',
      'retry_policy.per_try_timeout',
      'retry_policy.per_try_idle_timeout',
      'retry_policy.retry_host_predicate[]',
      'hedge_policy',
      'weighted_clusters.clusters[].metadata_match',
    ].map((field) => `virtual_hosts[].routes[].route.${field}`),
  ],
  cluster: [
    'health_checks[]',
    'lb_subset_config',
    'slow_start_config',
    'preconnect_policy',
    'max_requests_per_connection',
    'upstream_bind_config',
    'common_lb_config.healthy_panic_threshold',
    'common_lb_config.zone_aware_lb_config',
    'circuit_breakers.thresholds[].max_connections',
    'circuit_breakers.thresholds[].max_pending_requests',
    'circuit_breakers.thresholds[].max_retries',
    'circuit_breakers.thresholds[].retry_budget',
    'outlier_detection.consecutive_5xx',
    'outlier_detection.consecutive_gateway_failure',
    'outlier_detection.consecutive_local_origin_failure',
  ],
  endpoints: ['endpoints[].lb_endpoints[].metadata', 'endpoints[].lb_endpoints[].endpoint.health_check_config'],
};

function headers(at: string): string[] {
  return ['request_headers_to_add[]', 'request_headers_to_remove[]', 'response_headers_to_add[]'].map(
    (field) => `${at}${field}`,
  );
}

/** The paths of a decoded resource that have a value which the client ignores. */
export function ignoredFields(kind: XdsResourceKind, message: object): string[] {
  const found = IGNORED[kind].filter((path) => valuesAt(message, path).some(isSet));
  const weights = 'endpoints[].lb_endpoints[].load_balancing_weight';
  if (kind === 'endpoints' && new Set(valuesAt(message, `${weights}.value`)).size > 1) found.push(weights);
  return found;
}

function valuesAt(message: unknown, path: string): unknown[] {
  return path.split('.').reduce<unknown[]>(
    (values, part) => {
      const field = part.replace('[]', '');
      return values.flatMap((value) => {
        const next = (value as Readonly<Record<string, unknown>> | null | undefined)?.[field];
        return part.endsWith('[]') ? ((next as readonly unknown[] | undefined) ?? []) : [next];
      });
    },
    [message],
  );
}

/** Not absent, and not the value that says the same as absence. */
function isSet(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value) && value !== 'NONE';
  const { seconds, nanos } = value as { readonly seconds?: unknown; readonly nanos?: unknown };
  return seconds === undefined || Number(seconds) > 0 || Number(nanos) > 0;
}
