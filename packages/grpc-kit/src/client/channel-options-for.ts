import type { ChannelCredentials, ChannelInterface, ChannelOptions, ClientOptions } from '@grpc/grpc-js';
import { Channel } from '@grpc/grpc-js';
import type { Discovery } from '../discovery/endpoint-source.js';
import { builtInDiscoveries } from '../discovery/open-source.js';
import type { ChannelPolicy } from '../policy/channel-policy.js';
import { toChannelOptions } from '../policy/grpc-options.js';
import { resolvePolicy } from '../policy/resolve-policy.js';
import { allOf } from './observers.js';
import { effectiveTarget, opener } from './open-channel.js';
import { TargetChannel } from './target-channel.js';

/**
 * Options for who creates a generated client alone: `new GreeterClient(target, credentials, channelOptionsFor(target))`.
 * They carry the whole policy, and a channel that finds backends as the kit does. The client connects to this target
 * whatever address it is given, with its own credentials unless the policy has `tls`; its `close()` ends everything.
 * Methods are retried when `policy.retry.methods` says `all` or names them: a proto's idempotency is not known here.
 * @throws GrpcKitError `ERR_TARGET_INVALID`, `ERR_POLICY_INVALID`.
 */
export function channelOptionsFor(
  target: string,
  policy?: ChannelPolicy,
  { discovery = [] }: { readonly discovery?: Discovery | readonly Discovery[] } = {},
): ClientOptions {
  const resolved = resolvePolicy(policy);
  const effective = effectiveTarget(target, resolved, undefined);
  const discoveries = [discovery, builtInDiscoveries()].flat();
  const open = (credentials: ChannelCredentials, given: ChannelOptions): ChannelInterface =>
    new TargetChannel({
      name: target,
      target: effective,
      policy: resolved,
      observer: allOf([]),
      discoveries,
      open: (address, options) => {
        const all = { ...given, ...options };
        if (resolved.tls) return opener(effective, resolved, undefined)(address, all);
        return new Channel(address, credentials, all);
      },
    }).channel;
  return {
    ...toChannelOptions(resolved),
    channelFactoryOverride: (_address, credentials, given) => open(credentials, given as ChannelOptions),
  };
}
