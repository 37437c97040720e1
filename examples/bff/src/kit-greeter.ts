import { GreeterService } from '@org/example-proto';
import {
  type ChannelPolicy,
  type ClientFactoryOptions,
  createClientFactory,
  type Observer,
  type TargetSnapshot,
} from '@org/grpc-kit';
import { callLog } from '@org/grpc-kit/logging';
import { clientMetrics } from '@org/grpc-kit/metrics';
import type { Config } from './config.js';
import type { ConnectGreeter } from './create-bff.js';
import type { Backend } from './greeter.js';

/** The greeter through grpc-kit: balanced over every backend that its target names. */
export const connectKitGreeter: ConnectGreeter = async (config, { logger, registry }) => {
  const policy = policyOf(config);
  const factory = createClientFactory({
    logger,
    metrics: [clientMetrics(registry), withoutProbes(callLog(logger, { maxFailuresPerSecond: 10 }))],
    policy,
    ...(await discoveryFor(config.greeterTarget)),
  });
  const client = factory.client(GreeterService, config.greeterTarget, config.policy);
  const target = (): TargetSnapshot | undefined => factory.snapshot()[0];
  return {
    sayHello: (name, limits) => client.sayHello({ name }, limits),
    whoAmI: (limits) => client.whoAmI({}, limits),
    whoIs: async (address, limits) => {
      const alone = createClientFactory({ policy });
      const one = alone.client(GreeterService, `static:///${address}`, config.policy);
      return one.whoAmI({}, limits).finally(() => alone.close());
    },
    backends: () => target()?.backends.map(view) ?? [],
    problem: () => problemOf(target()),
    close: () => factory.close(),
  };
};

function policyOf({ dnsRefreshMs, deadlineMs, tlsCaFile, tlsCertFile, tlsKeyFile }: Config): ChannelPolicy {
  const tls = {
    ...(tlsCaFile !== undefined && { caFile: tlsCaFile }),
    ...(tlsCertFile !== undefined && { certFile: tlsCertFile }),
    ...(tlsKeyFile !== undefined && { keyFile: tlsKeyFile }),
  };
  const discovery = { refreshMs: dnsRefreshMs };
  return { deadlineMs, discovery, ...(Object.keys(tls).length > 0 && { tls }) };
}

/** Probes are judged by whoever sends them: one line when they begin to fail says more than two a second. */
function withoutProbes({ clientCallEnded }: Observer): Observer {
  return { clientCallEnded: (call) => call.method !== GreeterService.whoAmI.path && clientCallEnded?.(call) };
}

/** What only some targets need is loaded only for them. */
async function discoveryFor(target: string): Promise<Pick<ClientFactoryOptions, 'discovery' | 'xds'>> {
  if (target.startsWith('k8s:')) {
    const { kubernetesDiscovery } = await import('@org/grpc-kit/kubernetes');
    return { discovery: kubernetesDiscovery() };
  }
  if (target.startsWith('xds:')) {
    const { istio, loadXds } = await import('@org/grpc-kit/xds');
    // The file of GRPC_XDS_BOOTSTRAP, waited for: Istio's agent writes it when the pod already runs.
    return { xds: await loadXds({ bootstrap: istio() }) };
  }
  return {};
}

function view({ address, state, lastError }: TargetSnapshot['backends'][number]): Backend {
  return { address, state, ...(state !== 'ready' && lastError !== undefined && { reason: lastError }) };
}

function problemOf(target: TargetSnapshot | undefined): string | undefined {
  if (!target || target.backends.some(({ state }) => state === 'ready')) return undefined;
  const [first] = target.backends;
  if (!first) return target.resolution?.error;
  const { address, state, lastError } = first;
  return `none of ${target.backends.length} servers can be reached; ${address}: ${lastError ?? state}`;
}
