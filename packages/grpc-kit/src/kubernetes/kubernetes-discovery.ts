import { type Clock, systemClock } from '../discovery/clock.js';
import type { Discovery, EndpointListener, EndpointSource } from '../discovery/endpoint-source.js';
import { GrpcKitError, quoted } from '../errors.js';
import { knownOptions } from '../known-options.js';
import { explainApiError } from './api-error.js';
import { findApi } from './find-api.js';
import type { KubeConfigLike } from './from-kubeconfig.js';
import { ListWatch } from './list-watch.js';
import { readyEndpoints } from './ready-endpoints.js';
import { parseServiceTarget } from './service-target.js';
import { preferZone } from './zone-preference.js';

/** How the Kubernetes API is reached. */
export interface KubernetesDiscoveryOptions {
  /**
   * Path of a kubeconfig, or a `KubeConfig` of `@kubernetes/client-node`. Default: the file of KUBECONFIG, else the
   * service account of the pod, else ~/.kube/config.
   */
  readonly kubeconfig?: string | KubeConfigLike;
  /** Directory where the kubelet puts token and CA. Default `/var/run/secrets/kubernetes.io/serviceaccount`. */
  readonly serviceAccountDir?: string;
  /** Variables of this process, for `KUBERNETES_SERVICE_HOST`, `KUBECONFIG` and `TOPOLOGY_ZONE`. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Time and timers, as for tests. Default: the system's. */
  readonly clock?: Clock;
}

/**
 * `k8s:///service.namespace:port`: the ready pods of a Service, as the API server pushes its EndpointSlices. The
 * port is the number that the pods listen on, or its name in the Service.
 */
export function kubernetesDiscovery(options: KubernetesDiscoveryOptions = {}): Discovery {
  const known = { kubeconfig: true, serviceAccountDir: true, env: true, clock: true } as const;
  knownOptions(options, 'kubernetesDiscovery options', known);
  const { kubeconfig, serviceAccountDir, env = process.env, clock = systemClock } = options;
  const find = findApi(kubeconfig, serviceAccountDir, env);
  return {
    scheme: 'k8s',
    createSource: (target, { minIntervalMs, zone: wantedZone }): EndpointSource => {
      const { service, namespace, port } = parseServiceTarget(target);
      const zone = zoneOf(wantedZone, env);
      const seed = Math.random() * 2 ** 32;
      let listWatch: ListWatch | undefined;

      const start = (listener: EndpointListener): void => {
        listWatch = new ListWatch(
          { findApi: find, service, namespace, minIntervalMs, clock },
          {
            slices: (slices, tookMs) => {
              const { endpoints, reason } = readyEndpoints(slices, port);
              if (endpoints.length > 0)
                listener.endpoints(zone ? preferZone(endpoints, zone, seed) : endpoints, tookMs);
              else listener.error(noBackends(target.text, service, namespace, reason), tookMs);
            },
            failed: (cause, server, own, tookMs) =>
              listener.error(explainApiError(cause, { target: target.text, server, service, namespace: own }), tookMs),
          },
        );
      };
      return {
        start,
        refresh: () => listWatch?.refresh(),
        close: () => {
          listWatch?.close();
          listWatch = undefined;
        },
      };
    },
  };
}

/** Told as an error and not as an empty list, because it knows why. */
function noBackends(target: string, service: string, namespace: string | undefined, reason: string): GrpcKitError {
  const where = namespace === undefined ? service : `${service} in namespace ${namespace}`;
  return new GrpcKitError('ERR_RESOLUTION', `target ${target}: Service ${where} has no backends: ${reason}`);
}

/** An empty variable is a node without a zone; none at all is a deployment that forgot it. */
function zoneOf(zone: string | undefined, env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (zone !== 'prefer') return zone;
  const own = env['TOPOLOGY_ZONE'];
  if (own !== undefined) return own || undefined;
  throw new GrpcKitError(
    'ERR_POLICY_INVALID',
    `policy.discovery.zone is ${quoted(zone)}, but the variable TOPOLOGY_ZONE is not set; add to the container:
env:
  - name: TOPOLOGY_ZONE
    valueFrom: { fieldRef: { fieldPath: "metadata.labels['topology.kubernetes.io/zone']" } }`,
    { option: 'policy.discovery.zone' },
  );
}
