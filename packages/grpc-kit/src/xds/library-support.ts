import { Channel } from '@grpc/grpc-js';
import type { Logger } from '../observe/observer.js';
import type { XdsBootstrap } from './bootstrap.js';
import type { XdsResource } from './config-dump.js';
import { type ControlPlaneProbe, probeControlPlane } from './control-plane-probe.js';
import { dumpXdsConfig, type RawXdsResource, readClientStatus, withoutMessage } from './csds.js';
import type { DecodeResource } from './decode-resource.js';
import { DeletionWatchdog } from './deletion-watchdog.js';
import { type Delivery, inspectDelivery } from './explain.js';
import type { LetGo } from './idle-control-plane.js';
import { ignoredFields } from './ignored-fields.js';
import { listenerNameOf } from './listener-name.js';
import { PlaintextRefused } from './plaintext-refused.js';
import { type ReplaceableChannel, replaceableChannel } from './replaceable-channel.js';
import { createServingServer } from './serving-server.js';
import type { XdsLibrary } from './xds-library.js';
import type { XdsSupport } from './xds-support.js';

/** What `createXdsSupport` needs. */
export interface LibrarySupportOptions {
  readonly library: XdsLibrary;
  readonly bootstrap: XdsBootstrap;
  readonly logger: Pick<Logger, 'warn'>;
  readonly stuckAfterMs: number;
  /** Called again and again while there is no channel: a server may have let go as well. */
  readonly letGo: LetGo;
  /** Decodes the message of a resource; undefined when that is not possible. */
  readonly decode: DecodeResource;
}

const LOOK_EVERY_MS = 500;

/** The handle over a registered library. */
export function createXdsSupport(options: LibrarySupportOptions): XdsSupport {
  const { library, bootstrap, logger, stuckAfterMs, letGo, decode } = options;
  const channels = new Set<ReplaceableChannel>();
  const probe = probeControlPlane(bootstrap.xds_servers[0]?.server_uri ?? '');
  const watchdog = new DeletionWatchdog({
    stuckAfterMs,
    resourcesOf: (target) => delivery(target).resources,
    onRecovery: ({ kind, name }, targets) =>
      logger.warn({ kind, name, targets }, `xDS ${kind} "${name}" was deleted; asking for it anew`),
  });

  function delivery(target: string): Delivery {
    return inspectDelivery(target, listenerNameOf(target, bootstrap), readClientStatus().resources);
  }

  function describe(resource: RawXdsResource): XdsResource {
    const message = resource.encoded && decode(resource.kind, resource.encoded);
    const ignored = message ? ignoredFields(resource.kind, message) : [];
    return { ...withoutMessage(resource), ...(ignored.length > 0 && { ignored }) };
  }

  function look(): void {
    if (channels.size === 0) letGo();
    watchdog.check(channels, performance.now());
    const waiting = [...channels].some((channel) => delivery(channel.target).missing.length > 0);
    if (waiting) probe.look();
  }

  setInterval(look, LOOK_EVERY_MS).unref();
  return {
    mode: 'xds',
    resolveTarget: (target) => {
      // An authority that the bootstrap does not know would leave every call waiting.
      listenerNameOf(target.text, bootstrap);
      return target.text;
    },
    createChannel(target, credentials, { 'grpc.service_config': _, ...channelOptions }) {
      const secured = new library.XdsChannelCredentials(credentials ?? new PlaintextRefused());
      const channel = replaceableChannel(
        target,
        () => new Channel(target, secured, channelOptions),
        () => channels.delete(channel),
      );
      channels.add(channel);
      probe.look();
      return channel;
    },
    explain: (target) => summary(delivery(target), probe),
    resources: (target) => delivery(target).resources.map(describe),
    dump: dumpXdsConfig,
    createServer: (serverOptions) =>
      createServingServer({ library, bootstrap, logger, probe, stuckAfterMs }, serverOptions),
  };
}

function summary({ missing, usableEndpoints }: Delivery, probe: ControlPlaneProbe): string {
  const unreachable = probe.failure && `control plane ${probe.serverUri} cannot be reached (${probe.failure})`;
  const problems = [...(unreachable ? [unreachable] : []), ...missing];
  return problems.length > 0
    ? problems.join('; ')
    : `the control plane delivered everything, ${usableEndpoints} endpoints, but none of them could be used yet`;
}
