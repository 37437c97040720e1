import { lookup as systemLookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { causeCode } from './resolution-error.js';

/** The addresses of a name; an empty list when the name exists and has none. */
export interface Addresses {
  readonly addresses: readonly string[];
  readonly ttlMs?: number;
}

/** Looks up one name; rejects with the error of the DNS library. */
export type NameLookup = (name: string, signal: AbortSignal) => Promise<Addresses>;

/** What the machine's own configuration says: /etc/hosts, search domains, nsswitch. Tells no TTL. */
export const lookupBySystem: NameLookup = (name) =>
  new Promise((resolve, reject) => {
    systemLookup(name, { all: true, order: 'verbatim' }, (error, found) =>
      error ? reject(error) : resolve({ addresses: found.map(({ address }) => address) }),
    );
  });

/** Three questions within 4 s: half of what a call's default deadline leaves. */
const PATIENCE = { timeout: 1_000, tries: 2 };

/** A c-ares resolver that asks this server, or the machine's when undefined; cancelled by the signal. */
export function resolverFor(server: string | undefined, signal: AbortSignal): Resolver {
  const resolver = new Resolver(PATIENCE);
  if (server !== undefined) resolver.setServers([server]);
  signal.addEventListener('abort', () => resolver.cancel(), { once: true });
  return resolver;
}

type Records = readonly { readonly address: string; readonly ttl: number }[];

/** A and AAAA records by c-ares, with TTL; no search domains, so names must be complete. */
export function lookupByRecords(server: string | undefined): NameLookup {
  /** By name, what each family answered last: one that fails for a moment has not lost its backends. */
  const lastAnswers = new Map<string, readonly [Records, Records]>();
  return async (name, signal) => {
    const resolver = resolverFor(server, signal);
    const answers = await Promise.allSettled([
      resolver.resolve4(name, { ttl: true }),
      resolver.resolve6(name, { ttl: true }),
    ]);
    const last = lastAnswers.get(name);
    const families = answers.map((answer, family): Records => {
      if (answer.status === 'fulfilled') return answer.value;
      const none = ['ENODATA', 'ENOTFOUND'].includes(causeCode(answer.reason) ?? '');
      return none ? [] : (last?.[family] ?? []);
    }) as [Records, Records];
    const records = families.flat();
    if (answers.some(({ status }) => status === 'fulfilled')) lastAnswers.set(name, families);
    if (records.length > 0 && answers.some(({ status }) => status === 'fulfilled')) {
      const ttlMs = 1_000 * Math.min(...records.map(({ ttl }) => ttl));
      return { addresses: records.map(({ address }) => address), ttlMs };
    }
    // Servers that cannot answer AAAA are common; without any address, a failure of either says more than its absence.
    const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    const failure = failures.find((cause) => causeCode(cause) !== 'ENODATA');
    if (failure !== undefined) throw failure;
    return { addresses: [] };
  };
}
