import type { Logger, Observer } from './observer.js';

const OBSERVER_METHODS = [
  'clientCallStarted',
  'clientCallEnded',
  'clientAttemptStarted',
  'clientAttemptEnded',
  'serverCallStarted',
  'serverCallEnded',
  'event',
] as const satisfies readonly (keyof Observer)[];

const LOGGER_METHODS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly (keyof Logger)[];

type Method = (...args: unknown[]) => unknown;

/** The same observer, whose errors end no call and no process: the first of each method is a process warning. */
export function isolatedObserver(observer: Observer): Observer {
  return isolated(observer, OBSERVER_METHODS, 'observer');
}

/** The same logger, whose errors end no call and no process. */
export function isolatedLogger(logger: Logger): Logger {
  return isolated(logger, LOGGER_METHODS, 'logger');
}

/** Methods that are absent stay absent, so that nobody pays for them. */
function isolated<T extends object>(target: T, methods: readonly (keyof T & string)[], what: string): T {
  const result: Partial<Record<keyof T, unknown>> = {};
  for (const name of methods) {
    const method = target[name] as Method | undefined;
    if (method === undefined) continue;
    let warned = false;
    result[name] = (...args: unknown[]): void => {
      try {
        (target[name] as Method)(...args);
      } catch (error) {
        if (warned) return;
        warned = true;
        const why = error instanceof Error ? error.message : String(error);
        process.emitWarning(`${name} of ${what} threw: ${why}`, {
          code: 'GRPC_KIT_OBSERVER',
          detail: (error as Error)?.stack ?? '',
        });
      }
    };
  }
  return result as T;
}
