import { knownOptions } from '../known-options.js';
import type { Logger } from '../observe/observer.js';
import type { CloseReport } from './leave.js';

/** What to do once the server has left because of a signal. */
export interface CloseOnOptions {
  /** Awaited after the server has left: close the database, the metrics port. Default: nothing. */
  readonly onClosed?: (report: CloseReport) => unknown;
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

/** Closes at the first of the signals, forces the end at the second. */
export function closeOnSignals(
  server: Closable,
  signals: readonly NodeJS.Signals[],
  options: CloseOnOptions,
  logger: Logger | undefined,
): SignalSubscription {
  knownOptions(options, 'closeOn options', { onClosed: true, exit: true });
  let closing = false;
  let settle: (report: CloseReport | Promise<CloseReport>) => void = () => {};
  const closed = new Promise<CloseReport>((resolve) => {
    settle = resolve;
  });

  const onSignal = (signal: NodeJS.Signals): void => {
    if (closing) {
      logger?.warn({ signal }, 'second signal: not waiting any longer');
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
      await options.onClosed?.(report);
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
