import { isIP } from 'node:net';
import type { Endpoint } from '../discovery/endpoint-source.js';
import type { Target } from '../target.js';
import type { Advice } from './report.js';
import type { SearchList } from './search-list.js';

/** What is asked of the world beside the target itself. */
export interface AdviceSources {
  readonly searchList: SearchList;
  /** Names of an address (PTR records); empty when there are none. */
  readonly reverse: (address: string) => Promise<readonly string[]>;
}

/** Says whether calls to what a target resolved to can be balanced, and what its form costs. */
export async function targetAdvice(
  target: Target,
  endpoints: readonly Endpoint[],
  sources: AdviceSources,
): Promise<readonly Advice[]> {
  if (target.scheme !== 'dns') return [];
  const host = target.path.replace(/:\d+$/, '');
  const [only] = endpoints;
  const balance = only && endpoints.length === 1 ? await singleAddress(host, only.address, sources) : [];
  return [...balance, ...searching(target, host, sources.searchList)];
}

async function singleAddress(host: string, address: string, { reverse }: AdviceSources): Promise<readonly Advice[]> {
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0 || host === 'localhost') return [];
  const service = (await reverse(address)).find((name) => /^[^.]+\.[^.]+\.svc\./.test(name));
  if (service !== undefined) {
    const [name = '', namespace = ''] = service.split('.');
    return [
      {
        level: 'error',
        text: `${address} is the ClusterIP of Service ${name} in namespace ${namespace}: one connection, and with it every call of a client, goes to one pod. Make the Service headless (spec.clusterIP: None), or add a headless one beside it, or use k8s:///${name}.${namespace}:PORT`,
      },
    ];
  }
  return [
    {
      level: 'warning',
      text: `one address behind round_robin: there is nothing to balance. If ${host} is a Service with more than one pod, it is not headless (spec.clusterIP: None)`,
    },
  ];
}

function searching(target: Target, host: string, { domains, ndots }: SearchList): readonly Advice[] {
  const dots = host.split('.').length - 1;
  const walks =
    target.authority === '' && isIP(host) === 0 && !host.startsWith('[') && host !== 'localhost' && !host.endsWith('.');
  if (!walks || dots >= ndots || domains.length === 0) return [];
  return [
    {
      level: 'note',
      text: `${host} has fewer dots than ndots:${ndots}, so every look-up tries up to ${domains.length} search domains first (${domains.join(', ')}). Write the whole name with a dot behind it, or set dnsConfig.options ndots to 2`,
    },
  ];
}
