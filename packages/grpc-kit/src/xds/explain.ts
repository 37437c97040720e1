import { parseTarget } from '../target.js';
import type { XdsResourceKind } from './config-dump.js';
import type { RawXdsResource } from './csds.js';
import { readCluster, readEndpoints, readListener, readRoutes, virtualHostFor } from './resource-messages.js';

/** What the control plane has delivered for one target, walked from its listener to its endpoints. */
export interface Delivery {
  /** What is missing or refused, each in a few words; empty when everything was delivered. */
  readonly missing: readonly string[];
  /** Everything the target depends on, as far as it is known. */
  readonly resources: readonly RawXdsResource[];
  readonly usableEndpoints: number;
}

/** Follows an xds target through what the process has received. */
export function inspectDelivery(target: string, listenerName: string, received: readonly RawXdsResource[]): Delivery {
  const missing: string[] = [];
  const resources: RawXdsResource[] = [];
  let usableEndpoints = 0;

  /** Notes what is wrong with a resource; its message when there is one to follow. */
  function follow(kind: XdsResourceKind, name: string): Uint8Array | undefined {
    const resource = received.find((candidate) => candidate.kind === kind && candidate.name === name);
    if (resource && !resources.includes(resource)) resources.push(resource);
    const problem = problemOf(kind, name, resource);
    if (problem) missing.push(problem);
    return resource?.encoded;
  }

  function followCluster(name: string, seen: ReadonlySet<string>): void {
    const message = seen.has(name) ? undefined : follow('cluster', name);
    if (!message) return;
    const { usesEds, edsServiceName, children } = readCluster(message);
    for (const child of children) followCluster(child, new Set([...seen, name]));
    if (usesEds) followEndpoints(edsServiceName ?? name);
  }

  function followEndpoints(name: string): void {
    const message = follow('endpoints', name);
    if (!message) return;
    const { usable, withoutWeight } = readEndpoints(message);
    usableEndpoints += usable;
    if (withoutWeight > 0) {
      missing.push(
        `endpoints "${name}" has ${withoutWeight} in localities without load_balancing_weight, which gRPC ignores`,
      );
    } else if (usable === 0) missing.push(`endpoints "${name}" is empty`);
  }

  function followRoutes(name: string, message: Uint8Array | undefined): void {
    if (!message) return;
    const hosts = readRoutes(message);
    const authority = parseTarget(target).path;
    const host = virtualHostFor(hosts, authority);
    if (host) for (const cluster of host.clusters) followCluster(cluster, new Set());
    else {
      const domains = hosts.flatMap(({ domains }) => domains);
      missing.push(`route "${name}" has no virtual host for "${authority}" (it has ${domains.join(', ') || 'none'})`);
    }
  }

  const listener = follow('listener', listenerName);
  if (listener) {
    const { routeName, embeddedRoutes } = readListener(listener);
    if (embeddedRoutes) followRoutes(listenerName, embeddedRoutes);
    else if (routeName) followRoutes(routeName, follow('route', routeName));
    else missing.push(`listener "${listenerName}" has no api_listener, so it is for servers`);
  }
  return { missing, resources, usableEndpoints };
}

function problemOf(kind: XdsResourceKind, name: string, resource: RawXdsResource | undefined): string | undefined {
  switch (resource?.status) {
    case undefined:
      return `${kind} "${name}" was not asked for yet`;
    case 'REQUESTED':
      return `${kind} "${name}" has not been delivered`;
    case 'DOES_NOT_EXIST':
      return `${kind} "${name}" does not exist on the control plane`;
    case 'NACKED':
      return `${kind} "${name}" was refused (NACK${resource.encoded ? ', the last good one is kept' : ''}): ${resource.error ?? 'no reason given'}`;
    case 'ACKED':
      return undefined;
  }
}
