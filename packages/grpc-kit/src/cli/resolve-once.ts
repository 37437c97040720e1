import type { Discovery, Endpoint } from '../discovery/endpoint-source.js';
import { builtInDiscoveries, openSource } from '../discovery/open-source.js';
import { GrpcKitError } from '../errors.js';
import { resolvePolicy } from '../policy/resolve-policy.js';
import type { Target } from '../target.js';

/** The first answer of a target's source. */
export interface Resolution {
  readonly endpoints: readonly Endpoint[];
  readonly tookMs: number;
}

/**
 * Looks up a target once, as a client would.
 * @throws GrpcKitError `ERR_RESOLUTION` or `ERR_KUBERNETES` when the first look-up fails or is not answered in time.
 */
export async function resolveOnce(
  target: Target,
  kubeconfig: string | undefined,
  timeoutMs: number,
): Promise<Resolution> {
  const discoveries = [...builtInDiscoveries(), ...(await kubernetes(target, kubeconfig))];
  const source = openSource(target, discoveries, resolvePolicy({}).discovery, 0);
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Resolution>((resolve, reject) => {
      timer = setTimeout(() => reject(tooLate(target, timeoutMs)), timeoutMs);
      source.start({
        endpoints: (endpoints) => resolve({ endpoints, tookMs: performance.now() - start }),
        error: reject,
      });
    });
  } finally {
    clearTimeout(timer);
    source.close();
  }
}

/** Loaded only for targets that need it. */
async function kubernetes(target: Target, kubeconfig: string | undefined): Promise<readonly Discovery[]> {
  if (target.scheme !== 'k8s') return [];
  const { kubernetesDiscovery } = await import('../kubernetes/index.js');
  return [kubernetesDiscovery(kubeconfig === undefined ? {} : { kubeconfig })];
}

function tooLate({ text }: Target, timeoutMs: number): GrpcKitError {
  return new GrpcKitError('ERR_RESOLUTION', `target ${text}: the look-up has not been answered within ${timeoutMs} ms`);
}
