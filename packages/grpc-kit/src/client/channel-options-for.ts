import type { ChannelOptions, ClientOptions, ServiceDefinition } from '@grpc/grpc-js';
import type { Discovery } from '../discovery/endpoint-source.js';
import { builtInDiscoveries } from '../discovery/open-source.js';
import { knownOptions } from '../known-options.js';
import type { ChannelPolicy } from '../policy/channel-policy.js';
import { toChannelOptions } from '../policy/grpc-options.js';
import { resolvePolicy } from '../policy/resolve-policy.js';
import { clientCredentials } from '../tls/client-credentials.js';
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
  readonly definition?: ServiceDefinition;
}

/**
 * Options for who creates a generated client alone: `new GreeterClient(target, credentials, channelOptionsFor(target))`.
 * They carry the whole policy, and a channel that finds backends as the kit does. The client connects to this target
 * whatever address it is given, with its own credentials unless the policy has `tls`; its `close()` ends everything.
 * @throws GrpcKitError `ERR_TARGET_INVALID`, `ERR_POLICY_INVALID`.
 */
export function channelOptionsFor(target: string, policy?: ChannelPolicy, extras: ChannelExtras = {}): ClientOptions {
  const { discovery = [], definition } = knownOptions(extras, 'channelOptionsFor extras', {
    discovery: true,
    definition: true,
  });
  const resolved = resolvePolicy(policy);
  const effective = effectiveTarget(target, resolved, undefined);
  const discoveries = [discovery, builtInDiscoveries()].flat();
  return {
    ...toChannelOptions(resolved),
    channelFactoryOverride: (_address, credentials, given) => {
      const observer = allOf([]);
      const channel = new TargetChannel({
        name: target,
        target: effective,
        policy: resolved,
        observer,
        discoveries,
        opener: (renewed) => {
          const { open, ...rest } = opener(
            resolved.tls
              ? clientCredentials(resolved.tls, observer, renewed)
              : { current: () => credentials, close: () => undefined },
            resolved,
          );
          return { ...rest, open: (address, options) => open(address, { ...(given as ChannelOptions), ...options }) };
        },
      });
      if (definition) channel.retry(idempotentMethods(definition));
      return new NativeChannel(channel, definition && endlessMethods(definition), () => channel.close());
    },
  };
}
