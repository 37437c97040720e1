import type { Logger } from 'pino';
import { type Failure, failureOf } from './caller.js';
import type { Greeter } from './greeter.js';
import type { Traffic } from './traffic.js';

/** Without a call for this long it asks itself, and waits this long: together less than the second people notice. */
const SILENCE_MS = 300;
const PROBE_DEADLINE_MS = 350;
const LOOK_EVERY_MS = 100;

const UNKNOWN: Failure = { code: 'UNAVAILABLE', reason: 'no answer yet' };

/** Knows whether the greeter answers, from real calls while there are some and from probes while there are none. */
export interface Reachability {
  /** Why the greeter cannot be used now; undefined while it answers. */
  problem(): Failure | undefined;
  /** Told when the greeter stops answering, and when it answers again. */
  onChange(listener: () => void): void;
  close(): void;
}

export function watchReachability(
  greeter: Greeter,
  traffic: Traffic,
  logger: Pick<Logger, 'info' | 'warn'>,
): Reachability {
  const listeners = new Set<() => void>();
  let failure: Failure | undefined = UNKNOWN;
  let lastOutcomeAt = Number.NEGATIVE_INFINITY;
  let probing = false;
  let lastSuccessAt = Number.NEGATIVE_INFINITY;

  function learn(next: Failure | undefined): void {
    lastOutcomeAt = performance.now();
    if (next === undefined) lastSuccessAt = lastOutcomeAt;
    // One failed call among many that work is that call's problem only.
    if (next !== undefined && lastOutcomeAt - lastSuccessAt <= SILENCE_MS) return;
    const changed = (failure === undefined) !== (next === undefined) || failure === UNKNOWN;
    failure = next;
    if (!changed) return;
    if (next) logger.warn({ ...problem() }, 'the greeter does not answer');
    else logger.info('the greeter answers');
    for (const listener of listeners) listener();
  }

  function problem(): Failure | undefined {
    return failure && { code: failure.code, reason: greeter.problem() ?? failure.reason };
  }

  async function probe(): Promise<void> {
    if (probing || performance.now() - lastOutcomeAt < SILENCE_MS) return;
    probing = true;
    try {
      await greeter.whoAmI({ deadlineMs: PROBE_DEADLINE_MS });
      learn(undefined);
    } catch (error) {
      learn(failureOf(error));
    } finally {
      probing = false;
    }
  }

  traffic.onOutcome(({ code, reason }) => learn(code === 'OK' ? undefined : { code, reason }));
  void probe();
  const timer = setInterval(() => void probe(), LOOK_EVERY_MS);
  timer.unref();
  return {
    problem,
    onChange: (listener) => void listeners.add(listener),
    close: () => clearInterval(timer),
  };
}
