import { stringsAt, valuesAt } from './wire.js';

/** Field numbers are of the envoy.config.*.v3 protos; only what leads from a listener to its endpoints is read. */
const LISTENER = { apiListener: 19, httpManager: 1, anyValue: 2 };
const MANAGER = { rds: 3, rdsName: 2, routeConfig: 4 };
const ROUTES = { virtualHosts: 2, domains: 2, routes: 3, action: 2, cluster: 1, weighted: 3, clusters: 1, name: 1 };
const CLUSTER = { eds: 3, edsServiceName: 2, type: 38, typed: 2, anyValue: 2, aggregated: 1 };
const ENDPOINTS = { localities: 2, endpoints: 2, weight: 3 };

/** Where a listener sends a client: to a route configuration by name, or to one that it embeds. */
export interface ListenerMessage {
  readonly routeName: string | undefined;
  readonly embeddedRoutes: Uint8Array | undefined;
}

export function readListener(message: Uint8Array): ListenerMessage {
  const [manager] = valuesAt(message, LISTENER.apiListener, LISTENER.httpManager, LISTENER.anyValue);
  return {
    routeName: manager && stringsAt(manager, MANAGER.rds, MANAGER.rdsName)[0],
    embeddedRoutes: manager && valuesAt(manager, MANAGER.routeConfig)[0],
  };
}

/** One virtual host: for which authorities, and to which clusters. */
export interface VirtualHost {
  readonly domains: readonly string[];
  readonly clusters: readonly string[];
}

export function readRoutes(message: Uint8Array): VirtualHost[] {
  return valuesAt(message, ROUTES.virtualHosts).map((host) => {
    const actions = valuesAt(host, ROUTES.routes, ROUTES.action);
    const clusters = actions.flatMap((action) => [
      ...stringsAt(action, ROUTES.cluster),
      ...stringsAt(action, ROUTES.weighted, ROUTES.clusters, ROUTES.name),
    ]);
    return { domains: stringsAt(host, ROUTES.domains), clusters: [...new Set(clusters)] };
  });
}

/** The virtual host for an authority: an exact domain before `*suffix`, `prefix*` and `*`, longer before shorter. */
export function virtualHostFor(hosts: readonly VirtualHost[], authority: string): VirtualHost | undefined {
  const name = authority.toLowerCase();
  let best: { readonly host: VirtualHost; readonly rank: number } | undefined;
  for (const host of hosts) {
    for (const domain of host.domains) {
      const rank = matchRank(domain.toLowerCase(), name);
      if (rank > (best?.rank ?? 0)) best = { host, rank };
    }
  }
  return best?.host;
}

const EXACT = 3e6;
const SUFFIX = 2e6;
const PREFIX = 1e6;

function matchRank(domain: string, name: string): number {
  if (domain === name) return EXACT;
  if (domain === '*') return 1;
  if (domain.startsWith('*') && name.endsWith(domain.slice(1))) return SUFFIX + domain.length;
  if (domain.endsWith('*') && name.startsWith(domain.slice(0, -1))) return PREFIX + domain.length;
  return 0;
}

/** Where a cluster leads: to the endpoints of a name (its own when unset), or to other clusters. */
export interface ClusterMessage {
  readonly usesEds: boolean;
  readonly edsServiceName: string | undefined;
  readonly children: readonly string[];
}

export function readCluster(message: Uint8Array): ClusterMessage {
  const [eds] = valuesAt(message, CLUSTER.eds);
  return {
    usesEds: eds !== undefined,
    edsServiceName: eds && stringsAt(eds, CLUSTER.edsServiceName).find((name) => name !== ''),
    children: stringsAt(message, CLUSTER.type, CLUSTER.typed, CLUSTER.anyValue, CLUSTER.aggregated),
  };
}

/** Endpoints that can be used, and those in localities that gRPC ignores for want of a weight. */
export interface EndpointCounts {
  readonly usable: number;
  readonly withoutWeight: number;
}

export function readEndpoints(message: Uint8Array): EndpointCounts {
  let usable = 0;
  let withoutWeight = 0;
  for (const locality of valuesAt(message, ENDPOINTS.localities)) {
    const endpoints = valuesAt(locality, ENDPOINTS.endpoints).length;
    if (valuesAt(locality, ENDPOINTS.weight).some((weight) => weight.length > 0)) usable += endpoints;
    else withoutWeight += endpoints;
  }
  return { usable, withoutWeight };
}
