import type { PhaseResult } from './phase.js';

/** Longest a new backend may wait for its first call: a look-up every second, and what a busy machine needs. */
const FIRST_CALL_WITHIN_MS = 2000;
const LARGEST_MAX_TO_MIN = 1.1;

/** What the story proved: empty `complaints` mean that all went well. */
export interface Verdict {
  readonly ok: boolean;
  readonly complaints: readonly string[];
}

export function judge(phases: readonly PhaseResult[], complaints: readonly string[]): Verdict {
  const all = [...complaints, ...phases.flatMap(complaintsAbout)];
  return { ok: all.length === 0, complaints: all };
}

function complaintsAbout({ name, steady, calls, failures, newBackends, maxToMin }: PhaseResult): string[] {
  const complaints: string[] = [];
  if (failures > 0) complaints.push(`${name}: ${failures} of ${calls} calls failed`);
  const unseen = newBackends.filter(({ firstCallAfterMs }) => firstCallAfterMs === null);
  if (unseen.length > 0) complaints.push(`${name}: ${unseen.length} of ${newBackends.length} new servers got no call`);
  const late = newBackends.filter(({ firstCallAfterMs }) => (firstCallAfterMs ?? 0) > FIRST_CALL_WITHIN_MS);
  if (late.length > 0) {
    const slowest = Math.max(...late.map(({ firstCallAfterMs }) => firstCallAfterMs ?? 0));
    complaints.push(`${name}: a new server got its first call only after ${(slowest / 1000).toFixed(1)} s`);
  }
  if (steady && (maxToMin === null || maxToMin > LARGEST_MAX_TO_MIN)) {
    complaints.push(`${name}: uneven, ${maxToMin === null ? 'a server got no calls' : `max/min ${maxToMin}`}`);
  }
  return complaints;
}
