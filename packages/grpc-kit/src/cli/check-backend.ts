import { isIP } from 'node:net';
import { endpointKey } from '../discovery/endpoint-list.js';
import type { Endpoint } from '../discovery/endpoint-source.js';
import type { TlsPolicy } from '../policy/channel-policy.js';
import { readCertificates } from '../tls/certificate-files.js';
import { askHealth } from './ask-health.js';
import { explainFailure } from './explain-failure.js';
import { type Address, probeHttp2 } from './http2-probe.js';
import type { BackendReport } from './report.js';

/** How to speak to backends. */
export interface BackendCheck {
  readonly tls: TlsPolicy | undefined;
  /** The name that their certificates must be for. */
  readonly serverName: string;
  readonly service: string;
  readonly timeoutMs: number;
}

/** Connects to one address, and asks what listens there whether it takes calls. */
export function checkEndpoint(endpoint: Endpoint, check: BackendCheck): Promise<BackendReport> {
  const { address: host, port, zone } = endpoint;
  const address = endpointKey(endpoint);
  return checkBackend({ address, ...(zone !== undefined && { zone }) }, { host, port }, `static:///${address}`, check);
}

/** The same for a Unix socket. */
export function checkSocket(path: string, check: BackendCheck): Promise<BackendReport> {
  return checkBackend({ address: path }, { path }, `unix:${path}`, check);
}

async function checkBackend(
  known: Pick<BackendReport, 'address' | 'zone'>,
  address: Address,
  target: string,
  { tls, serverName, service, timeoutMs }: BackendCheck,
): Promise<BackendReport> {
  const { failure, ...probe } = await probeHttp2(address, tls && { ...readCertificates(tls), serverName }, timeoutMs);
  const found = { ...known, ...probe };
  if (failure) return { ...found, problem: await explainFailure(failure, address, tls !== undefined, timeoutMs) };
  if (probe.certificate?.refused)
    return { ...found, problem: `its certificate is refused: ${probe.certificate.refused}` };
  // The name is an address only when no other was given, and then it is the address that is connected to.
  const named = tls && (isIP(serverName) === 0 ? { ...tls, serverName } : tls);
  return { ...found, ...(await askHealth(target, { service, tls: named, timeoutMs })) };
}
