import { Resolver } from 'node:dns/promises';
import { dnsServerOf } from '../discovery/dns-server-address.js';
import type { Endpoint } from '../discovery/endpoint-source.js';
import { authorityOf } from '../discovery/grpc-resolver.js';
import { inTurns } from '../discovery/in-turns.js';
import type { GrpcKitError } from '../errors.js';
import type { Target } from '../target.js';
import { checkEndpoint, checkSocket } from './check-backend.js';
import type { CheckOptions } from './check-options.js';
import { checkXds } from './check-xds.js';
import type { Advice, BackendReport, CheckReport } from './report.js';
import { resolveOnce } from './resolve-once.js';
import { readSearchList } from './search-list.js';
import { targetAdvice } from './target-advice.js';

const EXPIRES_SOON_DAYS = 14;
const PTR_MS = 1_000;

/**
 * Looks at a target and each of its backends; whatever is wrong is in the report.
 * @throws GrpcKitError `ERR_TARGET_INVALID`: there is nothing to look at.
 */
export async function checkTarget(options: CheckOptions): Promise<CheckReport> {
  const { target } = options;
  try {
    if (target.scheme === 'xds') return await checkXds(options);
    if (target.scheme === 'unix') return reportOf(target, [await checkSocket(target.path, checkOf(options))], []);
    const { endpoints, tookMs } = await resolveOnce(target, options.kubeconfig, options.timeoutMs);
    const backends = await checkAll(endpoints, options);
    const advice = await targetAdvice(target, endpoints, {
      searchList: readSearchList(),
      reverse: (address) => namesOf(address, target),
    });
    return { ...reportOf(target, backends, advice), resolvedMs: tookMs };
  } catch (error) {
    if ((error as GrpcKitError).code === 'ERR_TARGET_INVALID') throw error;
    return reportOf(target, [], [{ level: 'error', text: (error as Error).message }]);
  }
}

async function checkAll(endpoints: readonly Endpoint[], options: CheckOptions): Promise<readonly BackendReport[]> {
  const reports = new Map<Endpoint, BackendReport>();
  const check = checkOf(options);
  await inTurns(endpoints, async (endpoint) => void reports.set(endpoint, await checkEndpoint(endpoint, check)));
  return [...reports.values()].sort((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }));
}

function checkOf({ target, tls, service, timeoutMs }: CheckOptions) {
  const serverName =
    tls?.serverName ??
    authorityOf(target)
      .replace(/:\d+$/, '')
      .replace(/^\[|\]$|\.$/g, '');
  return { tls, serverName, service, timeoutMs };
}

function reportOf({ text }: Target, backends: readonly BackendReport[], advice: readonly Advice[]): CheckReport {
  const all = [...advice, ...certificateAdvice(backends)];
  const ok = all.every(({ level }) => level !== 'error') && backends.every(({ problem }) => problem === undefined);
  return { target: text, ok, backends, advice: all };
}

function certificateAdvice(backends: readonly BackendReport[]): readonly Advice[] {
  const days = backends.flatMap(({ certificate }) => certificate?.daysLeft ?? []);
  const first = Math.min(...days);
  if (first >= EXPIRES_SOON_DAYS) return [];
  const soon = days.filter((left) => left < EXPIRES_SOON_DAYS).length;
  return [
    {
      level: 'warning',
      text: `${soon} of ${backends.length} backends: the certificate expires within ${EXPIRES_SOON_DAYS} days, the first in ${first}`,
    },
  ];
}

/** PTR records, asked of the server that the target names. */
async function namesOf(address: string, target: Target): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: PTR_MS, tries: 1 });
  const server = dnsServerOf(target);
  if (server !== undefined) resolver.setServers([server]);
  return resolver.reverse(address).catch(() => []);
}
