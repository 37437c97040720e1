import type { Backend, BackendJudge } from './backend.js';
import type { EjectionLimits } from './ejection-limits.js';

export interface OutlierDetectorOptions {
  readonly limits: EjectionLimits;
  /** Every backend of the target. */
  readonly backends: ReadonlyMap<string, Backend>;
  readonly ejected: (backend: Backend) => void;
  readonly returned: (backend: Backend) => void;
}

/** What was done to one backend, and when it is looked at again. */
interface Sentence {
  ejections: number;
  returnedAt: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Leaves out backends that fail more than others (gRFC A50), and lets them back in once they answer a probe. It
 * judges at the end of an interval, and at once when a backend fails call after call, however long that takes. Without
 * failures it does nothing.
 */
export class OutlierDetector implements BackendJudge {
  readonly #options: OutlierDetectorOptions;
  readonly #sentences = new WeakMap<Backend, Sentence>();
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

  close(): void {
    this.#closed = true;
    clearTimeout(this.#interval);
    for (const backend of this.#options.backends.values()) clearTimeout(this.#sentences.get(backend)?.timer);
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
    const backends = [...this.#options.backends.values()];
    // When everybody fails, it is not this backend.
    const better = backends.filter((other) => other.recentSuccesses > 0 && failuresOf(other) <= failurePercent);
    if (better.length < Math.max(1, minimumBackends - 1)) return;
    const out = backends.filter(({ ejected }) => ejected).length;
    if ((out * 100) / backends.length >= maxEjectionPercent) return;
    this.#eject(backend);
  }

  #eject(backend: Backend): void {
    const { baseEjectionMs, maxEjectionMs } = this.#options.limits;
    const sentence = this.#sentenceOf(backend);
    if (performance.now() - sentence.returnedAt > maxEjectionMs) sentence.ejections = 0;
    sentence.ejections += 1;
    backend.ejected = true;
    this.#options.ejected(backend);
    const forMs = Math.min(baseEjectionMs * sentence.ejections, Math.max(baseEjectionMs, maxEjectionMs));
    this.#lookAgain(backend, sentence, forMs);
  }

  #lookAgain(backend: Backend, sentence: Sentence, afterMs: number): void {
    sentence.timer = setTimeout(() => void this.#maybeReturn(backend, sentence), afterMs);
    sentence.timer.unref();
  }

  async #maybeReturn(backend: Backend, sentence: Sentence): Promise<void> {
    const { limits, returned } = this.#options;
    const [connection] = backend.connections;
    const answers = (await connection?.answers(limits.intervalMs)) ?? false;
    if (this.#closed) return;
    if (!answers) {
      this.#lookAgain(backend, sentence, limits.intervalMs);
      return;
    }
    sentence.returnedAt = performance.now();
    backend.ejected = false;
    backend.forgetRecent();
    returned(backend);
  }

  #sentenceOf(backend: Backend): Sentence {
    const known = this.#sentences.get(backend);
    if (known) return known;
    const fresh = { ejections: 0, returnedAt: 0, timer: undefined };
    this.#sentences.set(backend, fresh);
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
