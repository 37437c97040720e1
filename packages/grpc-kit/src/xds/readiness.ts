import { type ChannelInterface, connectivityState } from '@grpc/grpc-js';
import type { XdsResource } from './config-dump.js';
import type { XdsSupport } from './xds-support.js';

/** Whether a channel takes calls when its backends are not chosen by the kit's own balancer. */
export interface ChannelReadiness {
  readonly ready: boolean;
  /** What stands between the channel and `ready`, in one line. */
  readonly missing: string;
  /** Connects, and calls back whenever `ready` may have changed. Returns what stops it. */
  watch(changed: () => void): () => void;
  /** What the control plane has delivered for it. */
  readonly resources: readonly XdsResource[];
}

/** The readiness of an xDS channel: its own connectivity, and what the control plane has not delivered. */
export function channelReadiness(channel: ChannelInterface, xds: XdsSupport): ChannelReadiness {
  return {
    get ready() {
      return channel.getConnectivityState(false) === connectivityState.READY;
    },
    get missing() {
      return xds.explain(channel.getTarget());
    },
    get resources() {
      return xds.resources(channel.getTarget());
    },
    watch(changed) {
      let watching = true;
      const next = (): void => {
        const state = channel.getConnectivityState(true);
        if (!watching || state === connectivityState.SHUTDOWN) return;
        channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => {
          if (!watching) return;
          changed();
          // A channel that is being replaced is shut down for the rest of this turn.
          queueMicrotask(next);
        });
      };
      next();
      return () => {
        watching = false;
      };
    },
  };
}
