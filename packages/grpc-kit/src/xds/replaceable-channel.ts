import type { ChannelInterface } from '@grpc/grpc-js';

/** A channel whose inside can be exchanged while clients hold on to it. */
export interface ReplaceableChannel extends ChannelInterface {
  /** Closes the inner channel: calls that were not sent yet fail with UNAVAILABLE, those under way go on. */
  retire(): void;
  /** Makes a new inner channel after `retire`; connects when the old one was connecting. */
  renew(): void;
  readonly target: string;
}

/** @param create Makes an inner channel. @param onClose Told once, when whoever holds the channel closes it. */
export function replaceableChannel(
  target: string,
  create: () => ChannelInterface,
  onClose: () => void,
): ReplaceableChannel {
  let inner = create();
  let closed = false;

  return {
    target,
    retire: () => inner.close(),
    renew(): void {
      if (closed) return;
      inner = create();
      inner.getConnectivityState(true);
    },
    close(): void {
      if (closed) return;
      closed = true;
      inner.close();
      onClose();
    },
    getTarget: () => target,
    getConnectivityState: (tryToConnect) => inner.getConnectivityState(tryToConnect),
    watchConnectivityState: (state, deadline, callback) => inner.watchConnectivityState(state, deadline, callback),
    getChannelzRef: () => inner.getChannelzRef(),
    createCall: (...call) => inner.createCall(...call),
  };
}
