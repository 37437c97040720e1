import { distinct } from '../discovery/endpoint-list.js';
import type { Endpoint } from '../discovery/endpoint-source.js';
import type { EndpointSlice, SliceEndpoint } from './endpoint-slice.js';

/** A backend with what the choice among zones needs to know. */
export interface ZonedEndpoint extends Endpoint {
  readonly hintedZones: readonly string[];
}

/** The backends of a Service, and why there are none. */
export interface ReadyEndpoints {
  readonly endpoints: readonly ZonedEndpoint[];
  /** Empty when there are backends. */
  readonly reason: string;
}

/** Merges all slices of a Service: each pod once, ready ones only, at the wanted port. */
export function readyEndpoints(slices: readonly EndpointSlice[], port: number | string | undefined): ReadyEndpoints {
  if (slices.length === 0) return none('it has no EndpointSlices: does it exist, and has it a selector?');
  const candidates = slices.flatMap((slice) =>
    portsOf(slice, port).flatMap((number) => slice.endpoints.map((endpoint) => ({ endpoint, number, slice }))),
  );
  const total = slices.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  if (candidates.length === 0 && total > 0) return none(missingPort(slices, port));

  const usable = usableOf(candidates.map(({ endpoint }) => endpoint));
  const byPod = new Map<string, ZonedEndpoint>();
  // IPv6 first, so that the IPv4 address of a pod that has both replaces it.
  for (const family of ['IPv6', 'IPv4'] as const) {
    for (const { endpoint, number, slice } of candidates) {
      if (slice.family !== family || !usable.has(endpoint)) continue;
      const { address, identity, zone, hintedZones } = endpoint;
      byPod.set(identity, { address, port: number, hintedZones, ...(zone !== undefined && { zone }) });
    }
  }
  const endpoints = distinct([...byPod.values()]) as readonly ZonedEndpoint[];
  return endpoints.length > 0 ? { endpoints, reason: '' } : none(`none of its ${total} endpoints is ready`);
}

/** Those that are ready; when there are none, those that still serve while they terminate, as kube-proxy does (KEP-1669). */
function usableOf(endpoints: readonly SliceEndpoint[]): ReadonlySet<SliceEndpoint> {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  return new Set(ready.length > 0 ? ready : endpoints.filter(({ serving, terminating }) => serving && terminating));
}

function portsOf({ ports }: EndpointSlice, wanted: number | string | undefined): readonly number[] {
  if (ports === undefined) return typeof wanted === 'number' ? [wanted] : [];
  if (wanted === undefined) return ports.length === 1 ? ports.map(({ port }) => port) : [];
  const match = ports.find(({ name, port }) => (typeof wanted === 'number' ? port === wanted : name === wanted));
  return match ? [match.port] : [];
}

function missingPort(slices: readonly EndpointSlice[], wanted: number | string | undefined): string {
  const known = new Set(
    slices.flatMap(({ ports }) => (ports ?? []).map(({ name, port }) => (name ? `${name}=${port}` : `${port}`))),
  );
  const list = known.size > 0 ? `its pods have ${[...known].join(', ')}` : 'its EndpointSlices have no ports';
  if (wanted === undefined) return `the target names no port, and ${list}`;
  const hint =
    typeof wanted === 'number' ? '; a number is the port of the pods (targetPort), not that of the Service' : '';
  return `it has no port ${wanted}; ${list}${hint}`;
}

function none(reason: string): ReadyEndpoints {
  return { endpoints: [], reason };
}
