import { Channel, type ChannelInterface, type ChannelOptions } from '@grpc/grpc-js';
import { GrpcKitError, quoted } from '../errors.js';
import type { ResolvedPolicy } from '../policy/resolved-policy.js';
import { parseTarget, type Target } from '../target.js';
import { channelCredentials } from '../tls/channel-credentials.js';
import type { XdsSupport } from '../xds/xds-support.js';

/** Opens a channel to what grpc-js is to connect to, with options that carry the whole policy. */
export type OpenChannel = (address: string, options: ChannelOptions) => ChannelInterface;

/**
 * What stands behind a target: itself, or for `xds:` targets what the xDS support says.
 * @throws GrpcKitError `ERR_TARGET_INVALID` for an xDS target without xDS support.
 */
export function effectiveTarget(text: string, policy: ResolvedPolicy, xds: XdsSupport | undefined): Target {
  const target = parseTarget(text);
  if (target.scheme !== 'xds') return target;
  if (!xds) {
    const hint = 'createClientFactory({ xds: await loadXds(…) }) with loadXds of @org/grpc-kit/xds';
    throw new GrpcKitError('ERR_TARGET_INVALID', `target ${quoted(text)} needs xDS: ${hint}`);
  }
  return parseTarget(xds.resolveTarget(target, { tls: policy.tls?.fromXds ?? false }));
}

/** How the channel to a target is opened, under its policy. */
export function opener(target: Target, { tls }: ResolvedPolicy, xds: XdsSupport | undefined): OpenChannel {
  if (target.scheme !== 'xds' || !xds) {
    const { fromXds: _, ...files } = tls ?? {};
    return (address, options) => new Channel(address, channelCredentials(tls && files), options);
  }
  const credentials = tls?.fromXds ? undefined : channelCredentials(tls);
  return (address, options) => xds.createChannel(address, credentials, options);
}
