/** One call of a load: when it began (ms since the epoch), how long it took, who answered, how it ended (0 = OK). */
export interface CallRecord {
  readonly at: number;
  readonly ms: number;
  readonly backend: string;
  readonly code: number;
}

export const failures = (records: readonly CallRecord[]): number => records.filter(({ code }) => code !== 0).length;

/** Successful calls by backend. */
export function shares(records: readonly CallRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { backend, code } of records) if (code === 0) counts.set(backend, (counts.get(backend) ?? 0) + 1);
  return counts;
}

/** Largest share over smallest, over exactly these backends; Infinity when one of them got nothing. */
export function spread(records: readonly CallRecord[], backends: readonly string[]): number {
  const counts = shares(records);
  const each = backends.map((backend) => counts.get(backend) ?? 0);
  return Math.max(...each) / Math.min(...each);
}

/** Ms from `since` until the first successful answer of the backend; undefined when there was none. */
export function firstAnswer(records: readonly CallRecord[], backend: string, since: number): number | undefined {
  const times = records
    .filter((r) => r.backend === backend && r.code === 0 && r.at + r.ms >= since)
    .map((r) => r.at + r.ms);
  return times.length > 0 ? Math.max(0, Math.min(...times) - since) : undefined;
}

/** How many of the backends have answered since then, and how long it took until all of them had; null: never. */
export function arrivals(
  records: readonly CallRecord[],
  backends: readonly string[],
  since: number,
): { readonly seen: number; readonly slowestMs: number | null } {
  const times = backends.flatMap((backend) => firstAnswer(records, backend, since) ?? []);
  return { seen: times.length, slowestMs: times.length === backends.length ? Math.max(...times) : null };
}

/** Records whose call began in [from, to), in ms since the epoch. */
export function between(records: readonly CallRecord[], from: number, to = Number.POSITIVE_INFINITY): CallRecord[] {
  return records.filter(({ at }) => at >= from && at < to);
}

/** `failed/all`, as the tables show it. */
export const ratio = (records: readonly CallRecord[]): string => `${failures(records)}/${records.length}`;

/** As the tables show it. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
