import type { Sample, Samples } from './samples.js';

/** A backend that appeared during a phase. */
interface NewBackend {
  readonly address: string;
  /** From its DNS record to its first reply; null when it got no call. */
  readonly firstCallAfterMs: number | null;
}

/** What a phase of the story came to. */
export interface PhaseResult {
  readonly name: string;
  /** Nothing changes in a steady phase: every backend should get its share. */
  readonly steady: boolean;
  readonly durationMs: number;
  readonly calls: number;
  readonly failures: number;
  /** How often each reason occurred, the most frequent first. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly byBackend: Readonly<Record<string, number>>;
  /** Largest share by the smallest; null when a backend had none. */
  readonly maxToMin: number | null;
  readonly newBackends: readonly NewBackend[];
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface PhaseWindow {
  readonly name: string;
  readonly steady: boolean;
  readonly from: number;
  readonly to: number;
  /** Backends that should have shared the calls. */
  readonly backends: readonly string[];
  readonly fresh: readonly string[];
}

/** Adds up the samples of one phase. */
export function summarize(
  window: PhaseWindow,
  samples: Samples,
  publishedAt: (address: string) => number | undefined,
): PhaseResult {
  const sent = samples.sentBetween(window.from, window.to);
  const counts = countBy(sent.flatMap(({ backend }) => backend ?? []));
  const durations = sent.map(({ sentAt, endedAt }) => endedAt - sentAt).sort((a, b) => a - b);
  const shares = window.backends.map((backend) => counts[backend] ?? 0);
  const least = Math.min(...shares);
  return {
    name: window.name,
    steady: window.steady,
    durationMs: Math.round(window.to - window.from),
    calls: sent.length,
    failures: sent.filter(failed).length,
    reasons: countBy(sent.filter(failed).map(({ failure }) => failure)),
    byBackend: counts,
    maxToMin: least > 0 ? round(Math.max(...shares) / least) : null,
    newBackends: window.fresh.map((address) => {
      const [published, first] = [publishedAt(address), samples.first(address)?.endedAt];
      const known = published !== undefined && first !== undefined;
      return { address, firstCallAfterMs: known ? Math.max(0, Math.round(first - published)) : null };
    }),
    p50Ms: quantile(durations, 0.5),
    p99Ms: quantile(durations, 0.99),
  };
}

function failed({ failure }: Sample): boolean {
  return failure !== '';
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}

function quantile(sorted: readonly number[], part: number): number {
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
