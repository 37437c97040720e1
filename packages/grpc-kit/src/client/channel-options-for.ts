import type { ChannelOptions, ClientOptions } from '@grpc/grpc-js';
import type { AnyDefinition } from '../definition/service-definition.js';
import { toServiceDefinition } from '../definition/to-service-definition.js';
import type { Discovery } from '../discovery/endpoint-source.js';
import { builtInDiscoveries } from '../discovery/open-source.js';
import { type Engine, resolveEngine } from '../engine.js';
import { knownOptions } from '../known-options.js';
import type { ChannelPolicy } from '../policy/channel-policy.js';
import { toChannelOptions } from '../policy/grpc-options.js';
import { resolvePolicy } from '../policy/resolve-policy.js';
import { clientCredentials } from '../tls/client-credentials.js';
import type { ClientChannel } from './client-channel.js';
import { KitChannel } from './kit-channel.js';
import { endlessMethods, idempotentMethods } from './method.js';
import { NativeChannel } from './native-channel.js';
import { allOf } from './observers.js';
import { effectiveTarget, opener } from './open-channel.js';
import { TargetChannel } from './target-channel.js';

/** What `channelOptionsFor` may know besides target and policy. */
export interface ChannelExtras {
  /** Kinds of discovery besides `dns`, `srv` and `static`; they go first. Default: none. */
  readonly discovery?: Discovery | readonly Discovery[];
  /**
   * The definition of the client's service: which methods may be retried, and which are streams, which have no deadline by
   * default. Default: not known, so only methods that the policy names are retried and have a deadline of the policy.
   */
  readonly definition?: AnyDefinition;
  /** What calls run on; see `ClientFactoryOptions`. Default `grpc-js`. */
  readonly engine?: Engine;
}

/**
 * Options for who creates a generated client alone: `new GreeterClient(target, credentials, channelOptionsFor(target))`.
 * They carry the whole policy, and a channel that finds backends as the kit does. The client connects to this target
 * whatever address it is given, with its own credentials unless the policy has `tls`; its `close()` ends everything.
 * @throws GrpcKitError `ERR_TARGET_INVALID`, `ERR_POLICY_INVALID`.
 */
export function channelOptionsFor(target: string, policy?: ChannelPolicy, extras: ChannelExtras = {}): ClientOptions {
  const {
    discovery = [],
    definition,
    engine,
  } = knownOptions(extras, 'channelOptionsFor extras', {
    discovery: true,
    definition: true,
    engine: true,
  });
  const kit = resolveEngine(engine) === 'kit';
  const service = definition && toServiceDefinition(definition);
  const resolved = resolvePolicy(policy);
  const effective = effectiveTarget(target, resolved, undefined);
  const discoveries = [discovery, builtInDiscoveries()].flat();
  return {
    ...toChannelOptions(resolved),
    channelFactoryOverride: (_address, credentials, given) => {
      const observer = allOf([]);
      const common = { name: target, target: effective, policy: resolved, observer, discoveries };
      const own = (renewed: () => void) =>
        resolved.tls
          ? clientCredentials(resolved.tls, observer, renewed)
          : { current: () => credentials, close: () => undefined };
      const channel: ClientChannel = kit
        ? new KitChannel({ ...common, credentials: own })
        : new TargetChannel({
            ...common,
            opener: (renewed) => {
              const { open, ...rest } = opener(own(renewed), resolved);
              return {
                ...rest,
                open: (address, options) => open(address, { ...(given as ChannelOptions), ...options }),
              };
            },
          });
      if (service) channel.retry(idempotentMethods(service));
      return new NativeChannel(channel, service && endlessMethods(service), () => channel.close());
    },
  };
}
