import { GrpcKitError, quoted } from '../errors.js';
import type { Target } from '../target.js';
import { dnsDiscovery } from './dns-discovery.js';
import type { Discovery, DiscoveryOptions, EndpointSource } from './endpoint-source.js';
import { neverEmpty } from './never-empty.js';
import { rendezvous } from './rendezvous.js';
import { srvDiscovery } from './srv-discovery.js';
import { staticDiscovery } from './static-discovery.js';

/** Discoveries that need nothing but Node. */
export const builtInDiscoveries = (): readonly Discovery[] => [dnsDiscovery(), srvDiscovery(), staticDiscovery()];

/**
 * The source of a target's backends: from the first discovery of its scheme, never empty, in the order of the
 * seed, cut to the subset. Every client has its own seed, so that their first calls and subsets differ.
 * @throws GrpcKitError `ERR_TARGET_INVALID` when no discovery knows the scheme, or the target is malformed.
 */
export function openSource(
  target: Target,
  discoveries: readonly Discovery[],
  options: DiscoveryOptions,
  seed: number,
): EndpointSource {
  const discovery = discoveries.find(({ scheme }) => scheme === target.scheme);
  if (!discovery) {
    const known = discoveries.map(({ scheme }) => scheme).join(', ');
    const hint = target.scheme === 'k8s' ? '; hand in kubernetesDiscovery() from @org/grpc-kit/kubernetes' : '';
    throw new GrpcKitError(
      'ERR_TARGET_INVALID',
      `target ${quoted(target.text)}: no discovery for ${quoted(target.scheme)}, known are ${known}${hint}`,
    );
  }
  const source = neverEmpty(discovery.createSource(target, options), target.text);
  return {
    start: (listener) =>
      source.start({
        endpoints: (list, tookMs) => listener.endpoints(rendezvous(list, seed, options.subsetSize), tookMs),
        error: (cause, tookMs) => listener.error(cause, tookMs),
      }),
    refresh: () => source.refresh(),
    close: () => source.close(),
  };
}
