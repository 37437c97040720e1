import { Channel, type ChannelInterface, type ChannelOptions } from '@grpc/grpc-js';
import type { ConnectionHandle } from '../balancing/balancer-context.js';
import { GrpcKitError, quoted } from '../errors.js';
import { refuse } from '../policy/checks.js';
import type { ResolvedPolicy } from '../policy/resolved-policy.js';
import { parseTarget, type Target } from '../target.js';
import type { ClientCredentials } from '../tls/client-credentials.js';
import { ConnectionCredentials } from '../tls/connection-credentials.js';
import { type ChannelReadiness, channelReadiness } from '../xds/readiness.js';
import type { XdsSupport } from '../xds/xds-support.js';

/** How the channel to a target is opened. */
export interface Opener {
  /** Opens a channel to what grpc-js is to connect to, with options that carry the whole policy. */
  open(address: string, options: ChannelOptions): ChannelInterface;
  /** See `BalancerContext`. */
  takeHandle(): ConnectionHandle | undefined;
  /** Whether connections are protected by TLS; of xDS with the control plane's certificates it is taken for granted. */
  readonly secure: boolean;
  close(): void;
  /** For channels whose backends do not pass through the kit's balancer. */
  readiness?(channel: ChannelInterface): ChannelReadiness;
}

/**
 * What stands behind a target: itself, or for `xds:` targets what the xDS support says.
 * @throws GrpcKitError `ERR_TARGET_INVALID` for an xDS target without xDS support.
 */
export function effectiveTarget(text: string, policy: ResolvedPolicy, xds: XdsSupport | undefined): Target {
  const target = parseTarget(text);
  if (target.scheme !== 'xds') {
    if (policy.tls?.fromXds) refuse('policy.tls.fromXds', true, `false for ${quoted(text)}, which is no xds target`);
    return target;
  }
  if (!xds) {
    const hint = 'createClientFactory({ xds: await loadXds(…) }) with loadXds of @org/grpc-kit/xds';
    throw new GrpcKitError('ERR_TARGET_INVALID', `target ${quoted(text)} needs xDS: ${hint}`);
  }
  return parseTarget(xds.resolveTarget(target, { tls: policy.tls?.fromXds ?? false }));
}

/** Opens channels with these credentials, giving up on silent peers. */
export function opener({ current, close }: ClientCredentials, { connection }: ResolvedPolicy): Opener {
  const credentials = new ConnectionCredentials(current, connection.connectTimeoutMs);
  return {
    open: (address, options) => new Channel(address, credentials, options),
    takeHandle: () => credentials.takeHandle(),
    secure: current()._isSecure(),
    close,
  };
}

/** Opens channels that the control plane configures; with `tls.fromXds`, clusters without TLS are refused. */
export function xdsOpener({ current, close }: ClientCredentials, policy: ResolvedPolicy, xds: XdsSupport): Opener {
  const { tls, connection } = policy;
  const credentials = tls?.fromXds ? undefined : new ConnectionCredentials(current, connection.connectTimeoutMs);
  return {
    open: (address, options) => xds.createChannel(address, credentials, options),
    takeHandle: () => undefined,
    secure: credentials === undefined || current()._isSecure(),
    close,
    readiness: (channel) => channelReadiness(channel, xds),
  };
}
