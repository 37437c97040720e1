import { GreeterService } from '@org/example-proto';
import { type ChannelPolicy, createClient, createClientFactory, type TargetSnapshot } from '@org/grpc-kit';
import type { Config } from './config.js';
import type { Backend } from './greeter.js';
import type { ConnectGreeter } from './start.js';

/** The greeter through grpc-kit: balanced over every backend that its target names. */
export const connectKitGreeter: ConnectGreeter = (config, { logger }) => {
  const policy = policyFor(config);
  const factory = createClientFactory({ logger, policy });
  const client = factory.client(GreeterService, config.greeterTarget);
  const target = (): TargetSnapshot | undefined => factory.snapshot()[0];
  return {
    sayHello: (name, limits) => client.sayHello({ name }, limits),
    whoAmI: (limits) => client.whoAmI({}, limits),
    whoIs: async (address, limits) => {
      const one = createClient(GreeterService, `static:///${address}`, policy);
      return one.whoAmI({}, limits).finally(() => one.close());
    },
    backends: () => target()?.backends.map(view) ?? [],
    problem: () => {
      const snapshot = target();
      return snapshot && snapshot.backends.length === 0 ? snapshot.resolution?.error : undefined;
    },
    close: () => factory.close(),
  };
};

function policyFor({ dnsRefreshMs, deadlineMs, tlsCaFile, tlsCertFile, tlsKeyFile }: Config): ChannelPolicy {
  const tls = {
    ...(tlsCaFile !== undefined && { caFile: tlsCaFile }),
    ...(tlsCertFile !== undefined && { certFile: tlsCertFile }),
    ...(tlsKeyFile !== undefined && { keyFile: tlsKeyFile }),
  };
  const discovery = { refreshMs: dnsRefreshMs };
  return { deadlineMs, discovery, ...(Object.keys(tls).length > 0 && { tls }) };
}

function view({ address, state, lastError }: TargetSnapshot['backends'][number]): Backend {
  return { address, state, ...(state !== 'ready' && lastError !== undefined && { reason: lastError }) };
}
