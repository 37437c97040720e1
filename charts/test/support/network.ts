import { BlockList } from 'node:net';
import type { Manifest } from './render.js';

/** A pod as policies see it. */
export interface PodEndpoint {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** One end of a connection: a pod, or an address outside. */
export type Endpoint = PodEndpoint | { readonly ip: string };

type Rule = Record<string, Manifest['spec']>;
type Selector = {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values: string[] }[];
};

/** Ports by name, as the chart's containers have them. */
const NAMED: Readonly<Record<string, readonly number[]>> = { grpc: [50051], http: [8080, 8081] };

/** Whether the policies let a TCP connection through, at both ends, as the API describes it: rules only add. */
export function allowed(policies: readonly Manifest[], from: Endpoint, to: Endpoint, port: number): boolean {
  return passes(policies, from, to, port, 'egress') && passes(policies, to, from, port, 'ingress');
}

function passes(
  policies: readonly Manifest[],
  self: Endpoint,
  peer: Endpoint,
  port: number,
  direction: 'ingress' | 'egress',
): boolean {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const own = policies.filter(
    ({ metadata, spec }) =>
      'labels' in self &&
      metadata.namespace === self.namespace &&
      matches(spec.podSelector, self.labels) &&
      spec.policyTypes.includes(type),
  );
  if (own.length === 0) return true;
  return own.some(({ metadata, spec }) =>
    (spec[direction] ?? []).some((rule: Rule) => {
      const peers: Rule[] | undefined = rule[direction === 'ingress' ? 'from' : 'to'];
      const ports: Rule[] | undefined = rule['ports'];
      return (
        (!peers || peers.some((each) => isPeer(each, peer, metadata.namespace ?? ''))) &&
        (!ports ||
          ports.some((each) => each['protocol'] === 'TCP' && (NAMED[each['port']] ?? [each['port']]).includes(port)))
      );
    }),
  );
}

function isPeer(rule: Rule, peer: Endpoint, namespace: string): boolean {
  if ('ip' in peer) return rule['ipBlock'] !== undefined && inBlock(rule['ipBlock'].cidr, peer.ip);
  if (rule['ipBlock']) return false;
  const inNamespace = rule['namespaceSelector']
    ? matches(rule['namespaceSelector'], { 'kubernetes.io/metadata.name': peer.namespace })
    : peer.namespace === namespace;
  return inNamespace && matches(rule['podSelector'] ?? {}, peer.labels);
}

function matches(
  { matchLabels = {}, matchExpressions = [] }: Selector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key] ?? ''))
  );
}

function inBlock(cidr: string, ip: string): boolean {
  const [network = '', prefix] = cidr.split('/');
  const block = new BlockList();
  block.addSubnet(network, Number(prefix));
  return block.check(ip);
}
