import { status } from '@grpc/grpc-js';
import { knownOptions } from '../../known-options.js';
import { LogBudget } from '../log-budget.js';
import type { ClientCall, Logger, Observer, ServerCall } from '../observer.js';

/** Which calls are written. */
export interface CallLogOptions {
  /** Part of the calls that succeeded which is written, 0 to 1; health checks never are. Default 0.01. */
  readonly successes?: number;
  /** Calls that took at least this long are written even if they succeeded, in ms. Default: none. */
  readonly slowMs?: number;
  /** Most lines about failed calls in a second; the rest is counted. Default 100. */
  readonly maxFailuresPerSecond?: number;
}

/** Statuses that say something is wrong on the side that answers. */
const FAULTS: ReadonlySet<number> = new Set([
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.UNIMPLEMENTED,
  status.INTERNAL,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);

const HEALTH = '/grpc.health.v1.Health/';
/** Has no end of its own: one side leaving is how it always ends. */
const HEALTH_WATCH = `${HEALTH}Watch`;

/**
 * Writes calls to a logger, for `metrics: [callLog(logger)]` of servers and client factories: one line for each that
 * failed (`error` for faults, `info` for cancelled ones, `warn` otherwise; the ends of health watches at `debug`), a
 * sample of the others at `info`.
 */
export function callLog(logger: Logger, options: CallLogOptions = {}): Observer {
  knownOptions(options, 'callLog options', { successes: true, slowMs: true, maxFailuresPerSecond: true });
  const { successes = 0.01, slowMs = Number.POSITIVE_INFINITY, maxFailuresPerSecond = 100 } = options;
  const failures = new LogBudget(logger, 'more calls failed', { lines: maxFailuresPerSecond, windowMs: 1_000 });
  let due = 0;

  function write(side: 'served' | 'called', call: ServerCall | ClientCall): void {
    const succeeded = call.status === status.OK;
    if (succeeded && call.durationMs < slowMs && !sampled(call.method)) return;
    const { status: code, durationMs, ...rest } = call;
    const fields = { ...rest, status: status[code] ?? String(code), durationMs: Math.round(durationMs * 100) / 100 };
    const message = `${side} ${call.method}: ${fields.status}`;
    if (succeeded) logger.info(fields, message);
    else failures.log(call.method === HEALTH_WATCH ? 'debug' : levelOf(code), fields, message);
  }

  /** Every n-th rather than by chance: a rate that holds for few calls too. */
  function sampled(method: string): boolean {
    if (method.startsWith(HEALTH)) return false;
    due += successes;
    if (due < 1) return false;
    due -= 1;
    return true;
  }

  return {
    serverCallEnded: (call) => write('served', call),
    clientCallEnded: (call) => write('called', call),
  };
}

function levelOf(code: status): keyof Logger {
  if (code === status.CANCELLED) return 'info';
  return FAULTS.has(code) ? 'error' : 'warn';
}
