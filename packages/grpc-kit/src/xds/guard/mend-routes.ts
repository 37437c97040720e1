import { mendMatch } from './mend-match.js';
import type { Duration, HashPolicy, RetryPolicy, Route, RouteConfiguration, RouteMatch } from './messages.js';

/** Whether the library takes a table, and can evaluate a route's match. */
export interface RouteJudge {
  /** Whether the library accepts a table that holds this route alone. */
  accepts(route: Route): boolean;
  /** @throws when the library cannot build the matcher, as for a regular expression that RE2 does not take. */
  buildMatcher(match: RouteMatch): void;
}

/**
 * Rewrites a route table so that the library does with it what Envoy does, or less: a route that can never match a gRPC
 * call is taken out, and one that the library cannot carry out fails its calls with UNAVAILABLE instead of taking the
 * whole table with it or letting its calls fall through to the next route.
 */
export function mendRoutes(table: RouteConfiguration, judge: RouteJudge): void {
  for (const host of table.virtual_hosts) {
    host.retry_policy = mendedRetry(host.retry_policy);
    host.routes = host.routes.filter(mendMatch).map((route) => mendedRoute(route, judge));
  }
}

/** Routes without a cluster end a client's process; for servers they are the only ones that mean something. */
export function failRoutesWithoutCluster(table: RouteConfiguration): void {
  for (const host of table.virtual_hosts) {
    host.routes = host.routes.map((route) => (route.action === 'route' ? route : failing(route)));
  }
}

/** Takes the calls that it matches and fails them: no cluster of its empty list is ever chosen. */
function failing(route: Route): Route {
  return {
    ...route,
    action: 'route',
    route: {
      cluster_specifier: 'weighted_clusters',
      weighted_clusters: { clusters: [] },
      retry_policy: null,
      hash_policy: [],
    },
  };
}

function mendedRoute(route: Route, judge: RouteJudge): Route {
  if (route.route) {
    route.route.retry_policy = mendedRetry(route.route.retry_policy);
    route.route.hash_policy = route.route.hash_policy.filter((policy) => hasGoodRegex(policy, judge));
  }
  if (route.match && !canBeBuilt(route.match, judge)) return failing({ ...route, match: EVERYTHING });
  if (!judge.accepts({ ...route, action: 'non_forwarding_action' })) return failing({ ...route, match: EVERYTHING });
  if (route.route?.cluster_specifier === 'cluster_header' || !judge.accepts(route)) return failing(route);
  return route;
}

function canBeBuilt(match: RouteMatch, judge: RouteJudge): boolean {
  try {
    judge.buildMatcher(match);
    return true;
  } catch {
    return false;
  }
}

function hasGoodRegex({ header }: HashPolicy, judge: RouteJudge): boolean {
  const regex = header?.regex_rewrite?.pattern?.regex ?? '';
  return canBeBuilt({ path_specifier: 'safe_regex', safe_regex: { regex }, headers: [] }, judge);
}

/** What a matcher that is not understood may match: who knows less must not send calls further. */
const EVERYTHING = { path_specifier: 'prefix', prefix: '', headers: [] };

function mendedRetry(policy: RetryPolicy | null): RetryPolicy | null {
  // The library refuses the whole table for it; it means no retries.
  if (policy?.num_retries?.value === 0) return null;
  if (!policy?.retry_back_off) return policy;
  const { base_interval, max_interval } = policy.retry_back_off;
  return { ...policy, retry_back_off: { base_interval: wholeMs(base_interval), max_interval: wholeMs(max_interval) } };
}

/** The library joins seconds, which it has as text, and nanoseconds: 1 s becomes "10s". It takes nothing below 1 ms. */
function wholeMs(duration: Duration | null): Duration | null {
  if (!duration) return null;
  const seconds = Number(duration.seconds);
  return { seconds, nanos: seconds === 0 ? Math.max(1_000_000, duration.nanos) : duration.nanos };
}
