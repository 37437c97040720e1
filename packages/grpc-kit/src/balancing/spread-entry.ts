import { connectivityState, experimental } from '@grpc/grpc-js';
import { WatchedSubchannel } from './watched-subchannel.js';

/** One backend as a spreading policy sees it: its connection, and whether it can take calls. */
export class SpreadEntry {
  /** What a pick of this backend answers; one object for all of them. */
  result: experimental.PickResult;
  #subchannel: experimental.SubchannelInterface;
  #successor: experimental.SubchannelInterface | undefined;
  #failing = false;
  #wasUsable = false;
  #lastError: string | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  readonly #changed: (lost: boolean) => void;

  readonly #onState: experimental.ConnectivityStateListener = (subchannel, previous, next, _keepalive, error) => {
    if (error !== undefined) this.#lastError = error;
    if (subchannel === this.#successor) {
      this.#followSuccessor(next);
      return;
    }
    if (next === connectivityState.READY) this.#failing = false;
    if (next === connectivityState.TRANSIENT_FAILURE) this.#failing = true;
    this.#wasUsable = this.usable;
    this.connect();
    const lost = previous === connectivityState.READY || next === connectivityState.TRANSIENT_FAILURE;
    this.#changed(lost);
  };
  /** A server that says NOT_SERVING is about to leave; who takes its place may be known already. */
  readonly #onHealth: experimental.HealthListener = () => {
    this.#wasUsable ||= this.usable;
    this.#changed(!this.#subchannel.isHealthy());
  };

  constructor(subchannel: experimental.SubchannelInterface, changed: (lost: boolean) => void) {
    this.#changed = changed;
    this.#subchannel = subchannel;
    this.result = picked(subchannel);
    this.#use(subchannel);
    this.#failing = subchannel.getConnectivityState() === connectivityState.TRANSIENT_FAILURE;
    this.#wasUsable = this.usable;
  }

  get usable(): boolean {
    return this.#subchannel.getConnectivityState() === connectivityState.READY && this.#subchannel.isHealthy();
  }

  /** It is connected and says that it serves, ejected or not. */
  get serving(): boolean {
    const subchannel = this.#subchannel;
    return subchannel instanceof WatchedSubchannel ? subchannel.serving : this.usable;
  }

  /** It took calls over this connection, and has only said since that it would rather not. */
  get leaving(): boolean {
    return this.#wasUsable && this.#subchannel.getConnectivityState() === connectivityState.READY;
  }

  /** It is connected, or has failed. */
  get settled(): boolean {
    return this.#failing || this.#subchannel.getConnectivityState() === connectivityState.READY;
  }

  /** It may become usable without having failed before. */
  get hopeful(): boolean {
    return !this.#failing && this.#subchannel.getConnectivityState() !== connectivityState.READY;
  }

  /** Why it takes no calls. */
  get excuse(): string {
    if (this.#failing) return this.#lastError ?? 'it cannot be reached';
    if (this.#subchannel.isHealthy()) return 'it is not connected yet';
    const ejection = this.#subchannel instanceof WatchedSubchannel && this.#subchannel.backend.ejection;
    if (!ejection) return 'it is unhealthy';
    return `it is ejected until ${new Date(ejection.until).toISOString()}: ${ejection.reason}`;
  }

  get subchannel(): experimental.SubchannelInterface {
    return this.#subchannel;
  }

  /** Connects now, or as soon as the wait after a failure is over. */
  connect(): void {
    const state = this.#subchannel.getConnectivityState();
    if (state !== connectivityState.IDLE && state !== connectivityState.TRANSIENT_FAILURE) return;
    const { reconnectDelayMs = 0 } = this.#subchannel as Partial<WatchedSubchannel>;
    if (reconnectDelayMs === 0) this.#subchannel.startConnecting();
    else if (this.#reconnect === undefined) {
      this.#failing = true;
      this.#lastError = 'it ends every connection as soon as it stands';
      this.#reconnect = setTimeout(() => {
        this.#reconnect = undefined;
        this.#subchannel.startConnecting();
      }, reconnectDelayMs);
      this.#reconnect.unref();
    }
  }

  /** Takes another connection to the same address; calls stay on the present one until that stands. */
  replaceBy(subchannel: experimental.SubchannelInterface): void {
    if (subchannel === this.#subchannel || subchannel === this.#successor) return;
    if (this.#successor) this.#drop(this.#successor);
    this.#successor = subchannel;
    this.#use(subchannel);
    this.#followSuccessor(subchannel.getConnectivityState());
  }

  close(): void {
    clearTimeout(this.#reconnect);
    if (this.#successor) this.#drop(this.#successor);
    this.#successor = undefined;
    this.#drop(this.#subchannel);
  }

  #followSuccessor(state: connectivityState): void {
    const successor = this.#successor;
    if (!successor) return;
    const usable = this.usable;
    if (state === connectivityState.READY || (!usable && state !== connectivityState.CONNECTING)) {
      const former = this.#subchannel;
      this.#successor = undefined;
      this.#subchannel = successor;
      this.result = picked(successor);
      this.#wasUsable = this.usable;
      this.#drop(former);
      this.connect();
      this.#changed(false);
    } else if (state !== connectivityState.CONNECTING) {
      successor.startConnecting();
    }
  }

  #use(subchannel: experimental.SubchannelInterface): void {
    subchannel.ref();
    subchannel.addConnectivityStateListener(this.#onState);
    subchannel.addHealthStateWatcher(this.#onHealth);
  }

  #drop(subchannel: experimental.SubchannelInterface): void {
    subchannel.removeConnectivityStateListener(this.#onState);
    subchannel.removeHealthStateWatcher(this.#onHealth);
    subchannel.unref();
  }
}

function picked(subchannel: experimental.SubchannelInterface): experimental.PickResult {
  return {
    pickResultType: experimental.PickResultType.COMPLETE,
    subchannel,
    status: null,
    onCallStarted: null,
    onCallEnded: null,
  };
}
