import { GrpcKitError, quoted } from '../errors.js';
import { knownOptions } from '../known-options.js';
import type { Logger } from '../observe/observer.js';
import type { CloseReport } from './leave.js';

/** What to do once the server has left because of a signal. */
export interface CloseOnOptions {
  /** Awaited after the server has left: close the database, the metrics port. Default: nothing. */
  readonly onClosed?: (report: CloseReport) => unknown;
  /** How long `onClosed` may take, in ms; a second signal ends the wait too. Default 5,000. */
  readonly onClosedTimeoutMs?: number;
  /**
   * End the process when something still keeps it alive 1,000 ms after that. Without it, the process ends when
   * nothing is left to do. Default true.
   */
  readonly exit?: boolean;
}

/** Signals that a server listens to. */
export interface SignalSubscription {
  /** Resolves once the server has left and `onClosed` is done. */
  readonly closed: Promise<CloseReport>;
  /** Listens no more. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** What the signals act on. */
export interface Closable {
  close(): Promise<CloseReport>;
  /** Cuts everything at once. */
  force(): void;
}

const STRAGGLERS_MS = 1_000;
const LONGEST_MS = 2 ** 31 - 1;

/** Closes at the first of the signals, forces the end at the second. */
export function closeOnSignals(
  server: Closable,
  signals: readonly NodeJS.Signals[],
  options: CloseOnOptions,
  logger: Logger | undefined,
): SignalSubscription {
  knownOptions(options, 'closeOn options', { onClosed: true, onClosedTimeoutMs: true, exit: true });
  const { onClosedTimeoutMs = 5_000 } = options;
  if (!(onClosedTimeoutMs >= 0 && onClosedTimeoutMs <= LONGEST_MS)) {
    const allowed = `a number of milliseconds from 0 to ${LONGEST_MS}`;
    throw new GrpcKitError(
      'ERR_POLICY_INVALID',
      `closeOn options.onClosedTimeoutMs is ${quoted(onClosedTimeoutMs)}; expected ${allowed}`,
    );
  }
  const forced = new AbortController();
  let closing = false;
  let settle: (report: CloseReport | Promise<CloseReport>) => void = () => {};
  const closed = new Promise<CloseReport>((resolve) => {
    settle = resolve;
  });

  const onSignal = (signal: NodeJS.Signals): void => {
    if (closing) {
      logger?.warn({ signal }, 'second signal: not waiting any longer');
      forced.abort();
      server.force();
      return;
    }
    closing = true;
    logger?.info({ signal }, 'signal received');
    settle(finish());
  };
  const finish = async (): Promise<CloseReport> => {
    const report = await server.close();
    try {
      const done = await inTime(options.onClosed?.(report), onClosedTimeoutMs, forced.signal);
      if (!done) throw new Error(`not done after ${onClosedTimeoutMs} ms, or at the second signal`);
    } catch (error) {
      process.exitCode = 1;
      logger?.error({ err: error }, 'closing what the server used failed');
    }
    dispose();
    if (options.exit ?? true) {
      const exit = (): never => {
        logger?.warn({ resources: process.getActiveResourcesInfo() }, 'something keeps the process alive: exiting');
        process.exit();
      };
      setTimeout(exit, STRAGGLERS_MS).unref();
    }
    return report;
  };
  const dispose = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
  };

  for (const signal of signals) process.on(signal, onSignal);
  return { closed, dispose, [Symbol.dispose]: dispose };
}

/** Whether the work was done before the time was over and the signal came; rejects as the work does. */
async function inTime(work: unknown, ms: number, signal: AbortSignal): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const given = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), signal.aborted ? Math.min(ms, STRAGGLERS_MS) : ms);
    signal.addEventListener('abort', () => resolve(false), { once: true });
  });
  try {
    return await Promise.race([Promise.resolve(work).then(() => true), given]);
  } finally {
    clearTimeout(timer);
  }
}
