import { type StatusObject, status } from '@grpc/grpc-js';
import { mendCluster } from './mend-cluster.js';
import { failRoutesWithoutCluster, mendRoutes } from './mend-routes.js';
import type { Cluster, Route, RouteConfiguration, RouteMatch } from './messages.js';

interface Validation {
  readonly valid: boolean;
}

type Validate<Arguments extends readonly unknown[]> = (...message: Arguments) => Validation;

interface ResourceType<Arguments extends readonly unknown[]> {
  get(): { validateResource: Validate<Arguments> };
}

interface DependencyManager {
  handleRouteConfig(table: RouteConfiguration): void;
  readonly watcher: { onUpdate(update: { ok: false; error: Partial<StatusObject> }): void };
}

/** What the guard reaches of grpc-js-xds 1.14; none of it is public. */
interface Internals {
  readonly ClusterResourceType: ResourceType<[context: unknown, cluster: Cluster]>;
  readonly RouteConfigurationResourceType: ResourceType<[table: RouteConfiguration]>;
  readonly getPredicateForMatcher: (match: RouteMatch) => unknown;
  readonly XdsDependencyManager: { readonly prototype: DependencyManager };
}

let installed: Promise<boolean> | undefined;

/**
 * Puts a guard in front of the library's reading of clusters and routes, once in the process.
 * @returns false for a version of the library that looks different, which then goes without.
 */
export function installGuard(): Promise<boolean> {
  installed ??= internals().then(
    (found) => {
      guardClusters(found);
      guardRoutes(found);
      return true;
    },
    () => false,
  );
  return installed;
}

async function internals(): Promise<Internals> {
  const modules: readonly { readonly default?: object }[] = await Promise.all([
    import('@grpc/grpc-js-xds/build/src/xds-resource-type/cluster-resource-type.js'),
    import('@grpc/grpc-js-xds/build/src/xds-resource-type/route-config-resource-type.js'),
    import('@grpc/grpc-js-xds/build/src/route.js'),
    import('@grpc/grpc-js-xds/build/src/xds-dependency-manager.js'),
  ]);
  const found = Object.assign({}, ...modules.map((module) => ({ ...module.default, ...module }))) as Internals;
  const parts: readonly unknown[] = [
    found.ClusterResourceType.get().validateResource,
    found.RouteConfigurationResourceType.get().validateResource,
    found.getPredicateForMatcher,
    found.XdsDependencyManager.prototype.handleRouteConfig,
  ];
  if (parts.some((part) => typeof part !== 'function')) throw new TypeError('not the library that the guard knows');
  return found;
}

function guardClusters({ ClusterResourceType }: Internals): void {
  const type = ClusterResourceType.get();
  const validate = type.validateResource.bind(type);
  type.validateResource = (context, cluster) => {
    mendCluster(cluster);
    return validate(context, cluster);
  };
}

function guardRoutes({
  RouteConfigurationResourceType,
  getPredicateForMatcher,
  XdsDependencyManager,
}: Internals): void {
  const type = RouteConfigurationResourceType.get();
  const validate = type.validateResource.bind(type);
  const mended = new WeakSet<RouteConfiguration>();

  function mend(table: RouteConfiguration): void {
    if (mended.has(table)) return;
    mended.add(table);
    mendRoutes(table, {
      accepts: (route) => validate(alone(route)).valid,
      buildMatcher: getPredicateForMatcher,
    });
  }

  type.validateResource = (table) => {
    mend(table);
    const hosts = table.virtual_hosts.map((host) => ({ ...host, routes: host.routes.filter(isAccepted) }));
    const answer = validate({ ...table, virtual_hosts: hosts });
    return answer.valid ? { ...answer, result: table } : answer;
  };

  const { prototype } = XdsDependencyManager;
  const handle = prototype.handleRouteConfig;
  prototype.handleRouteConfig = function handleRouteConfig(this: DependencyManager, table) {
    try {
      // A table that a listener embeds was validated as another copy.
      mend(table);
      failRoutesWithoutCluster(table);
      handle.call(this, table);
    } catch (error) {
      const details = `the route table cannot be used: ${(error as Error).message}`;
      this.watcher.onUpdate({ ok: false, error: { code: status.UNAVAILABLE, details } });
    }
  };

  function isAccepted(route: Route): boolean {
    return validate(alone(route)).valid;
  }
}

function alone(route: Route): RouteConfiguration {
  return { virtual_hosts: [{ name: '', domains: [], retry_policy: null, routes: [route] }] } as never;
}
