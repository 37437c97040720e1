/** One call to the greeter, ended. */
export interface Outcome {
  /** address:port of the backend that answered; undefined when none did. */
  readonly backend: string | undefined;
  /** gRPC status name; `OK` for success. */
  readonly code: string;
  /** Why it failed; empty for success. */
  readonly reason: string;
  readonly durationMs: number;
  readonly keyId?: string;
}

/** What happened between two ticks. */
export interface Interval {
  readonly calls: number;
  readonly failures: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Answered calls by backend. */
  readonly byBackend: Readonly<Record<string, number>>;
}

/** Collects outcomes; whoever shows them takes the interval since the last time. */
export class Traffic {
  readonly #listeners = new Set<(outcome: Outcome) => void>();
  readonly #keyIds = new Map<string, string>();
  #durations: number[] = [];
  #byBackend = new Map<string, number>();
  #failures = 0;

  record(outcome: Outcome): void {
    this.#durations.push(outcome.durationMs);
    if (outcome.code !== 'OK') this.#failures++;
    if (outcome.code === 'OK' && outcome.backend !== undefined) {
      this.#byBackend.set(outcome.backend, (this.#byBackend.get(outcome.backend) ?? 0) + 1);
      if (outcome.keyId) this.#keyIds.set(outcome.backend, outcome.keyId);
    }
    for (const listener of this.#listeners) listener(outcome);
  }

  onOutcome(listener: (outcome: Outcome) => void): void {
    this.#listeners.add(listener);
  }

  /** The signing key that a backend last used; undefined before its first reply. */
  keyId(backend: string): string | undefined {
    return this.#keyIds.get(backend);
  }

  /** Forgets backends that are gone. */
  keep(backends: ReadonlySet<string>): void {
    for (const backend of this.#keyIds.keys()) if (!backends.has(backend)) this.#keyIds.delete(backend);
  }

  /** Everything since the last call of this method. */
  takeInterval(): Interval {
    const durations = this.#durations.sort((a, b) => a - b);
    const interval = {
      calls: durations.length,
      failures: this.#failures,
      p50Ms: percentile(durations, 0.5),
      p99Ms: percentile(durations, 0.99),
      byBackend: Object.fromEntries(this.#byBackend),
    };
    this.#durations = [];
    this.#byBackend = new Map();
    this.#failures = 0;
    return interval;
  }
}

function percentile(sorted: readonly number[], part: number): number | null {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return value === undefined ? null : Math.round(value * 100) / 100;
}
