import type { Caller } from './caller.js';

const TICK_MS = 20;
/** A backlog beyond this many seconds of load is not caught up: the load would become a burst. */
const LARGEST_BACKLOG_S = 0.25;

/** Calls at a steady rate, whether or not the calls before have ended. */
export interface Load {
  readonly rps: number;
  readonly maxRps: number;
  /** 0 stops it. */
  set(rps: number): void;
}

export function createLoad(call: Caller, options: { maxRps: number; deadlineMs: number }): Load {
  const { maxRps, deadlineMs } = options;
  let rps = 0;
  let timer: NodeJS.Timeout | undefined;
  let owed = 0;
  let inFlight = 0;
  let last = 0;

  function tick(): void {
    const now = performance.now();
    owed = Math.min(owed + ((now - last) / 1000) * rps, Math.max(1, rps * LARGEST_BACKLOG_S));
    last = now;
    for (; owed >= 1; owed--) {
      // Callers that do not slow down when nobody answers would only pile up.
      if (inFlight >= maxRps * 2) continue;
      inFlight++;
      call('load', { deadlineMs })
        .catch(() => {})
        .finally(() => inFlight--);
    }
  }

  return {
    get rps() {
      return rps;
    },
    maxRps,
    set: (next) => {
      rps = Math.min(next, maxRps);
      clearInterval(timer);
      timer = undefined;
      if (rps === 0) return;
      last = performance.now();
      timer = setInterval(tick, TICK_MS);
    },
  };
}
