import { status } from '@grpc/grpc-js';
import type { KitEvent, Observer } from '../observe/observer.js';
import type { CallDesk, CutCall } from './call-desk.js';
import type { HealthState } from './health.js';
import { statusError } from './status-error.js';

/** How a server left. */
export interface CloseReport {
  /** Calls that were ended for their peers with UNAVAILABLE, because time was up or a second signal came. */
  readonly cut: readonly CutCall[];
  /** Whether the end was forced. */
  readonly forced: boolean;
  /** From the first request to close until everything was closed, in ms. */
  readonly elapsedMs: number;
}

/** How long a server may take to leave. */
export interface CloseOptions {
  /** How long to go on accepting calls after NOT_SERVING, in ms. Default: the server's own. */
  readonly drainDelayMs?: number;
  /** Everything is over this long after this call, in ms. Default: the server's own. */
  readonly deadlineMs?: number;
}

/** What leaves, in the order in which it is asked to. */
export interface Leaver {
  readonly health: HealthState;
  readonly desk: CallDesk;
  readonly observers: readonly Observer[];
  /** Stops accepting and asks every connection to end; resolves when all have. */
  stopAccepting(): Promise<void>;
  /** Drops what is left of the connections. */
  destroy(): void;
}

type Phase = (KitEvent & { kind: 'drain' })['phase'];

/** Time for the last status to reach the peers of calls that were cut. */
const LAST_WORDS_MS = 250;

/**
 * NOT_SERVING, wait, stop accepting and tell the streams, finish; past the deadline or once `force` aborts, cut.
 * Never rejects, and never takes longer than `deadlineMs` and a moment for the last words.
 */
export async function leave(leaver: Leaver, times: Required<CloseOptions>, force: AbortSignal): Promise<CloseReport> {
  const { desk, health } = leaver;
  const startedAt = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - startedAt);
  const enter = (phase: Phase): void => {
    const progress = { phase, inFlight: desk.inFlight, elapsedMs: elapsedMs() };
    for (const observer of leaver.observers) observer.event?.({ kind: 'drain', ...progress });
  };

  enter('not_serving');
  health.leave();
  await atMost(times.drainDelayMs, never, force);

  enter('closing');
  desk.tellStreams(statusError(status.UNAVAILABLE, 'the server is leaving'));
  const allClosed = Promise.all([leaver.stopAccepting(), desk.idle()]);
  const inTime = await atMost(times.deadlineMs - elapsedMs(), allClosed, force);

  let cut: readonly CutCall[] = [];
  if (!inTime) {
    enter('forced');
    cut = desk.cutAll(statusError(status.UNAVAILABLE, 'the server has left; the call was cut'));
    await atMost(LAST_WORDS_MS, allClosed, undefined);
  }
  leaver.destroy();
  enter('closed');
  return { cut, forced: !inTime, elapsedMs: elapsedMs() };
}

const never = new Promise<never>(() => {});

/** Waits for the promise, the time or the signal, whichever is first; true when it was the promise. */
function atMost(ms: number, promise: Promise<unknown>, signal: AbortSignal | undefined): Promise<boolean> {
  if (signal?.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (finished: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      resolve(finished);
    };
    const giveUp = (): void => settle(false);
    const timer = setTimeout(giveUp, Math.max(0, ms));
    signal?.addEventListener('abort', giveUp);
    void promise.then(() => settle(true));
  });
}
