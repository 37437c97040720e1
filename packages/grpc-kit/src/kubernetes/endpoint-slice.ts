import { quoted } from '../errors.js';

/** What is needed of an EndpointSlice (discovery.k8s.io/v1). */
export interface EndpointSlice {
  readonly name: string;
  readonly resourceVersion: string;
  readonly family: 'IPv4' | 'IPv6';
  /** Undefined: the slice restricts no ports. */
  readonly ports: readonly SlicePort[] | undefined;
  readonly endpoints: readonly SliceEndpoint[];
}

interface SlicePort {
  /** Empty for the only port of a Service. */
  readonly name: string;
  readonly port: number;
}

export interface SliceEndpoint {
  readonly address: string;
  /** The same for the addresses of one pod in several slices. */
  readonly identity: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly zone: string | undefined;
  /** Zones whose clients this endpoint is meant for (topology aware routing). */
  readonly hintedZones: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Understands one object of the API; undefined for a slice of DNS names, which nothing needs to connect to.
 * @throws Error that names the slice and the field that is not as the API describes it.
 */
export function parseEndpointSlice(value: unknown): EndpointSlice | undefined {
  const slice = asObject(value, 'EndpointSlice');
  const metadata = asObject(slice['metadata'], 'EndpointSlice metadata');
  const name = asText(metadata['name'], 'EndpointSlice metadata.name');
  const where = `EndpointSlice ${name}:`;
  const family = asText(slice['addressType'], `${where} addressType`);
  if (family !== 'IPv4' && family !== 'IPv6') return undefined;
  return {
    name,
    resourceVersion: asText(metadata['resourceVersion'], `${where} metadata.resourceVersion`),
    family,
    ports: slice['ports'] == null ? undefined : parsePorts(asList(slice['ports'], `${where} ports`), where),
    endpoints: asList(slice['endpoints'] ?? [], `${where} endpoints`).flatMap((endpoint) =>
      parseEndpoint(endpoint, where),
    ),
  };
}

/** Ports without a number stand for all ports, of another protocol than TCP for none. */
function parsePorts(ports: readonly unknown[], where: string): SlicePort[] {
  return ports.flatMap((value) => {
    const { name, port, protocol } = asObject(value, `${where} port`);
    if (port == null || (protocol ?? 'TCP') !== 'TCP') return [];
    if (typeof port !== 'number') throw unexpected(`${where} port`, port);
    return [{ name: typeof name === 'string' ? name : '', port }];
  });
}

/** The API promises that all addresses of one endpoint are interchangeable, so the first will do. */
function parseEndpoint(value: unknown, where: string): SliceEndpoint[] {
  const endpoint = asObject(value, `${where} endpoint`);
  const [address] = asList(endpoint['addresses'], `${where} addresses`);
  if (address === undefined) return [];
  const conditions = asObject(endpoint['conditions'] ?? {}, `${where} conditions`);
  const reference = asObject(endpoint['targetRef'] ?? {}, `${where} targetRef`);
  const hints = asObject(endpoint['hints'] ?? {}, `${where} hints`);
  // An unknown state counts as ready, and what is not said of serving follows it.
  const ready = conditions['ready'] !== false;
  return [
    {
      address: asText(address, `${where} address`),
      identity: typeof reference['uid'] === 'string' ? reference['uid'] : String(address),
      ready,
      serving: (conditions['serving'] ?? ready) !== false,
      terminating: conditions['terminating'] === true,
      zone: typeof endpoint['zone'] === 'string' ? endpoint['zone'] : undefined,
      hintedZones: asList(hints['forZones'] ?? [], `${where} hints.forZones`).map((zone) =>
        asText(asObject(zone, `${where} hint`)['name'], `${where} hint`),
      ),
    },
  ];
}

function asObject(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw unexpected(what, value);
}

function asList(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw unexpected(what, value);
}

function asText(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw unexpected(what, value);
}

function unexpected(what: string, value: unknown): Error {
  return new Error(`${what} is ${quoted(value)}`);
}
