import { type ChannelInterface, connectivityState, type experimental } from '@grpc/grpc-js';
import { closedError } from './call-error.js';
import type { KitChannel } from './kit-channel.js';
import type { TargetState } from './snapshot.js';

type CreateCall = ChannelInterface['createCall'];

/** A channel as grpc-js knows them: its state, for who asks. Calls go through `NativeChannel`. */
export class ChannelOfCalls implements ChannelInterface {
  readonly #channel: KitChannel;

  constructor(channel: KitChannel) {
    this.#channel = channel;
  }

  createCall(..._call: Parameters<CreateCall>): experimental.CallStream {
    throw closedError(this.#channel.target);
  }

  close(): void {
    this.#channel.close();
  }

  getTarget(): string {
    return this.#channel.target;
  }

  getConnectivityState(tryToConnect: boolean): connectivityState {
    if (tryToConnect) this.#channel.connect();
    return STATES[this.#channel.state];
  }

  watchConnectivityState(
    ...[current, deadline, callback]: Parameters<ChannelInterface['watchConnectivityState']>
  ): void {
    if (this.#channel.state === 'closed') throw new Error('Channel has been shut down');
    const until = Number(deadline);
    let timer: NodeJS.Timeout | undefined;
    const look = (): void => {
      if (this.getConnectivityState(false) === current) return;
      end();
    };
    const end = (error?: Error): void => {
      clearTimeout(timer);
      stop();
      process.nextTick(callback, error);
    };
    const stop = this.#channel.onChange(look);
    if (until !== Number.POSITIVE_INFINITY) {
      const late = () => end(new Error('Deadline passed without connectivity state change'));
      timer = setTimeout(late, Math.max(0, until - Date.now()));
    }
    look();
  }

  getChannelzRef(): ReturnType<ChannelInterface['getChannelzRef']> {
    // Channelz of grpc-js does not know this channel; its own channels without channelz say the same.
    return { kind: 'channel' as never, id: -1, name: '' };
  }
}

const STATES: Readonly<Record<TargetState, connectivityState>> = {
  idle: connectivityState.IDLE,
  connecting: connectivityState.CONNECTING,
  ready: connectivityState.READY,
  transient_failure: connectivityState.TRANSIENT_FAILURE,
  closed: connectivityState.SHUTDOWN,
};
