import { isolatedLogger, isolatedObserver } from '../observe/isolated.js';
import type { KitEvent, Logger, Observer } from '../observe/observer.js';

/** One observer that tells all of these; methods that none of them has stay absent, so that nobody pays for them. */
export function allOf(given: readonly Observer[]): Observer {
  const observers = given.map(isolatedObserver);
  const [only] = observers;
  if (observers.length === 1 && only) return only;
  const all: Record<string, (...told: unknown[]) => void> = {};
  for (const name of METHODS) {
    const listening = observers.filter((observer) => observer[name]);
    if (listening.length === 0) continue;
    all[name] = (...told) => {
      for (const observer of listening) (observer[name] as (...told: unknown[]) => void)(...told);
    };
  }
  return all;
}

const METHODS = [
  'clientCallStarted',
  'clientCallEnded',
  'clientAttemptStarted',
  'clientAttemptEnded',
  'event',
] as const satisfies readonly (keyof Observer)[];

/** Writes what happens beside calls to a logger: trouble as warnings, the rest as info and debug. */
export function eventLog(given: Logger): Observer {
  const logger = isolatedLogger(given);
  return {
    event: (event) => {
      const [level, message] = describe(event);
      logger[level](fieldsOf(event), message);
    },
  };
}

function describe(event: KitEvent): readonly [keyof Logger, string] {
  switch (event.kind) {
    case 'resolved':
      return ['debug', `resolved to ${event.endpoints} backends`];
    case 'resolution_failed':
      return ['warn', event.error.message];
    case 'backend_state': {
      const bad = event.to === 'transient_failure' || event.to === 'unhealthy';
      const why = event.error === undefined ? '' : `: ${event.error}`;
      return [bad ? 'warn' : 'debug', `backend ${event.backend} is ${event.to ?? 'gone'}${why}`];
    }
    case 'ejected':
      return ['warn', `backend ${event.backend} is ejected by outlier detection: ${event.reason}`];
    case 'unejected':
      return ['info', `backend ${event.backend} gets calls again`];
    case 'tls_reloaded':
      return ['info', `${event.side} certificates were read again`];
    case 'tls_rejected':
      return ['error', `${event.side} certificates are kept as they were: ${event.error.message}`];
    default:
      return ['info', event.kind];
  }
}

function fieldsOf(event: KitEvent): object {
  if (!('error' in event) || !(event.error instanceof Error)) return event;
  const { error, ...rest } = event;
  return { ...rest, err: error };
}
