import { GrpcKitError } from '../errors.js';
import type { ControlPlaneProbe } from './control-plane-probe.js';
import { readClientStatus } from './csds.js';
import type { XdsServingState } from './xds-support.js';

/** What `watchListener` needs. */
export interface ListenerWatchOptions {
  readonly address: string;
  readonly listenerName: string;
  readonly probe: ControlPlaneProbe;
  readonly stuckAfterMs: number;
  readonly listenTimeoutMs: number;
  readonly onState: (state: XdsServingState) => void;
  /** Asks the library for the listener; it tells its serving state as long as it is subscribed. */
  readonly subscribe: (tell: (serving: boolean, reason: string) => void) => void;
  readonly unsubscribe: () => void;
}

/** A bound address, watched. */
export interface BoundListener {
  /** Settles once: when it serves first. @throws GrpcKitError `ERR_XDS` after `listenTimeoutMs`. */
  readonly serving: Promise<void>;
  close(): void;
}

const LOOK_EVERY_MS = 500;

/**
 * Follows the listener of a server through the library's serving state, which says nothing of a listener that is missing
 * or was deleted, and through CSDS, which does; asks anew for one that was deleted, because the library would not notice
 * the same listener coming back.
 */
export function watchListener(options: ListenerWatchOptions): BoundListener {
  const { address, listenerName, probe, stuckAfterMs, listenTimeoutMs, onState } = options;
  let state: XdsServingState = { serving: false, reason: 'it has not been delivered' };
  let goneSince: number | undefined;
  let settle: { resolve(): void; reject(error: Error): void } | undefined;
  const serving = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  function become(next: XdsServingState): void {
    if (next.serving === state.serving && next.reason === state.reason) return;
    state = next;
    onState(next);
    if (next.serving) settle?.resolve();
  }

  const tell = (isServing: boolean, reason: string): void =>
    become({ serving: isServing, reason: isServing ? '' : reason });

  function look(): void {
    if (!state.serving) probe.look();
    const listener = readClientStatus().resources.find(
      ({ kind, name }) => kind === 'listener' && name === listenerName,
    );
    if (listener?.status !== 'DOES_NOT_EXIST') {
      goneSince = undefined;
      return;
    }
    tell(false, `listener "${listenerName}" does not exist on the control plane`);
    const now = performance.now();
    goneSince ??= now;
    // One that never was has no version, and the library notices when it comes.
    if (listener.version === '' || now - goneSince < stuckAfterMs) return;
    goneSince = undefined;
    options.unsubscribe();
    options.subscribe(tell);
  }

  function giveUp(): void {
    const unreachable = probe.failure && `; control plane ${probe.serverUri} cannot be reached (${probe.failure})`;
    const reason = `listener "${listenerName}": ${state.reason}${unreachable ?? ''}`;
    settle?.reject(new GrpcKitError('ERR_XDS', `${address} does not serve after ${listenTimeoutMs} ms: ${reason}`));
  }

  options.subscribe(tell);
  probe.look();
  const looking = setInterval(look, LOOK_EVERY_MS).unref();
  // Not unref'd: a start that waits for its listener must not let the process end.
  const limit = setTimeout(giveUp, listenTimeoutMs);
  const settled = (): void => clearTimeout(limit);
  serving.then(settled, settled);

  return {
    serving,
    close(): void {
      clearInterval(looking);
      settle?.reject(new GrpcKitError('ERR_CLOSED', `${address} was closed before it served`));
    },
  };
}
