import { type Failure, failureOf } from './caller.js';
import type { Greeter } from './greeter.js';
import type { Traffic } from './traffic.js';

/** How often it looks, and how long it waits for an answer: together less than the second in which people notice. */
const PROBE_EVERY_MS = 400;
const PROBE_DEADLINE_MS = 400;

/** Knows whether the greeter answers, from real calls while there are some and from probes while there are none. */
export interface Reachability {
  /** Why the greeter cannot be used now; undefined while it answers. */
  problem(): Failure | undefined;
  close(): void;
}

export function watchReachability(greeter: Greeter, traffic: Traffic): Reachability {
  let failure: Failure | undefined = { code: 'UNAVAILABLE', reason: 'no answer yet' };
  let lastOutcomeAt = Number.NEGATIVE_INFINITY;
  let probing = false;
  let lastSuccessAt = Number.NEGATIVE_INFINITY;

  function learn(next: Failure | undefined): void {
    lastOutcomeAt = performance.now();
    if (next === undefined) lastSuccessAt = lastOutcomeAt;
    // One failed call among many that work is that call's problem only.
    if (next === undefined || lastOutcomeAt - lastSuccessAt > PROBE_EVERY_MS) failure = next;
  }

  async function probe(): Promise<void> {
    if (probing || performance.now() - lastOutcomeAt < PROBE_EVERY_MS) return;
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
  const timer = setInterval(() => void probe(), PROBE_EVERY_MS / 2);
  timer.unref();
  return {
    problem: () => failure && { code: failure.code, reason: greeter.problem() ?? failure.reason },
    close: () => clearInterval(timer),
  };
}
