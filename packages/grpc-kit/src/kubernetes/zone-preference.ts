import type { Endpoint } from '../discovery/endpoint-source.js';
import { rendezvous } from '../discovery/rendezvous.js';
import type { ZonedEndpoint } from './ready-endpoints.js';

/** A zone may carry this much more than its share before its clients are sent elsewhere too, as in Kubernetes. */
const OVERLOAD = 1.2;
/** With one backend alone, its loss is an outage until the next list. */
const LEAST = 2;

/**
 * The backends for a client in this zone. Hints decide when every endpoint has one (topology aware routing, traffic
 * distribution); else those of the zone, filled up from other zones to what a zone can carry if as many clients are
 * in each. The seed makes clients fill up with different ones.
 */
export function preferZone(endpoints: readonly ZonedEndpoint[], zone: string, seed: number): readonly Endpoint[] {
  const hinted = endpoints.filter(({ hintedZones }) => hintedZones.includes(zone));
  if (hinted.length > 0 && endpoints.every(({ hintedZones }) => hintedZones.length > 0)) return hinted;

  const near = endpoints.filter((endpoint) => endpoint.zone === zone);
  const zones = new Set([zone, ...endpoints.flatMap((endpoint) => endpoint.zone ?? [])]).size;
  const floor = Math.max(LEAST, Math.ceil(endpoints.length / zones / OVERLOAD));
  if (near.length === 0 || near.length >= floor) return near.length > 0 ? near : endpoints;
  const far = endpoints.filter((endpoint) => endpoint.zone !== zone);
  return [...near, ...rendezvous(far, seed, floor - near.length)];
}
