import type { Backend, BackendJudge } from './backend.js';
import type { EjectionLimits } from './ejection-limits.js';

export interface OutlierDetectorOptions {
  readonly limits: EjectionLimits;
  /** Every backend of the target. */
  readonly backends: ReadonlyMap<string, Backend>;
  readonly ejected: (backend: Backend) => void;
  readonly unejected: (backend: Backend) => void;
}

/** How often a backend was ejected, and when it is probed. */
interface History {
  ejections: number;
  unejectedAt: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Ejects backends that fail more than others (gRFC A50), and lets them back in once they answer a probe or have a new
 * connection: the process that failed may be gone. It judges at the end of an interval, and at once when a backend
 * fails call after call, however long that takes. A backend is compared with others that are reachable, never with
 * itself, so that a target with one backend ejects nobody. Without failures it does nothing.
 */
export class OutlierDetector implements BackendJudge {
  readonly #options: OutlierDetectorOptions;
  readonly #histories = new WeakMap<Backend, History>();
  #interval: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: OutlierDetectorOptions) {
    this.#options = options;
  }

  failed(backend: Backend): void {
    const { limits } = this.#options;
    if (this.#interval === undefined) this.#beginInterval(backend);
    if (backend.faultsInARow >= limits.minimumCalls) this.#consider(backend);
  }

  reconnected(backend: Backend): void {
    if (!backend.ejected) return;
    const history = this.#historyOf(backend);
    clearTimeout(history.timer);
    this.#uneject(backend, history);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#interval);
    for (const backend of this.#options.backends.values()) clearTimeout(this.#histories.get(backend)?.timer);
  }

  /** The first failure in a quiet time: successes from before it say nothing about now. */
  #beginInterval(failing: Backend): void {
    const { recentFaults, faultsInARow } = failing;
    for (const backend of this.#options.backends.values()) backend.forgetRecent();
    failing.recentFaults = recentFaults;
    failing.faultsInARow = faultsInARow;
    this.#interval = setTimeout(() => this.#endInterval(), this.#options.limits.intervalMs);
    this.#interval.unref();
  }

  #endInterval(): void {
    this.#interval = undefined;
    const backends = [...this.#options.backends.values()];
    for (const backend of backends) this.#consider(backend);
    for (const backend of backends) {
      const { faultsInARow } = backend;
      backend.forgetRecent();
      backend.faultsInARow = faultsInARow;
    }
  }

  #consider(backend: Backend): void {
    const { minimumCalls, minimumBackends, failurePercent, maxEjectionPercent } = this.#options.limits;
    if (backend.ejected || !this.#options.backends.has(backend.address)) return;
    const failsAlways = backend.faultsInARow >= minimumCalls;
    const failsOften = callsOf(backend) >= minimumCalls && failuresOf(backend) > failurePercent;
    if (!failsAlways && !failsOften) return;
    const reachable = [...this.#options.backends.values()].filter((other) => other.reachable || other === backend);
    if (reachable.length < minimumBackends) return;
    // When everybody fails, it is not this backend.
    const better = reachable.filter(
      (other) =>
        other !== backend && !other.ejected && other.recentSuccesses > 0 && failuresOf(other) <= failurePercent,
    );
    if (better.length < Math.max(1, minimumBackends - 1)) return;
    const out = reachable.filter(({ ejected }) => ejected).length;
    // One is allowed whatever part of them it is, as in Envoy; 0 allows none.
    if (maxEjectionPercent === 0 || (out > 0 && ((out + 1) * 100) / reachable.length > maxEjectionPercent)) return;
    this.#eject(
      backend,
      failsAlways
        ? `${backend.faultsInARow} calls in a row failed`
        : `${Math.round(failuresOf(backend))} % of ${callsOf(backend)} calls failed`,
    );
  }

  #eject(backend: Backend, reason: string): void {
    const { baseEjectionMs, maxEjectionMs } = this.#options.limits;
    const history = this.#historyOf(backend);
    if (performance.now() - history.unejectedAt > maxEjectionMs) history.ejections = 0;
    history.ejections += 1;
    const forMs = Math.min(baseEjectionMs * history.ejections, Math.max(baseEjectionMs, maxEjectionMs));
    backend.ejection = { reason, until: Date.now() + forMs };
    this.#options.ejected(backend);
    this.#probeLater(backend, history, forMs);
  }

  #probeLater(backend: Backend, history: History, afterMs: number): void {
    history.timer = setTimeout(() => void this.#probe(backend, history), afterMs);
    history.timer.unref();
  }

  async #probe(backend: Backend, history: History): Promise<void> {
    const { intervalMs } = this.#options.limits;
    const [connection] = backend.connections;
    const answers = (await connection?.answers(intervalMs)) ?? false;
    if (this.#closed || !backend.ejected) return;
    if (answers) this.#uneject(backend, history);
    else this.#probeLater(backend, history, intervalMs);
  }

  #uneject(backend: Backend, history: History): void {
    history.unejectedAt = performance.now();
    backend.ejection = undefined;
    backend.forgetRecent();
    this.#options.unejected(backend);
  }

  #historyOf(backend: Backend): History {
    const known = this.#histories.get(backend);
    if (known) return known;
    const fresh = { ejections: 0, unejectedAt: 0, timer: undefined };
    this.#histories.set(backend, fresh);
    return fresh;
  }
}

function callsOf({ recentSuccesses, recentFaults }: Backend): number {
  return recentSuccesses + recentFaults;
}

function failuresOf(backend: Backend): number {
  const calls = callsOf(backend);
  return calls === 0 ? 0 : (backend.recentFaults * 100) / calls;
}
