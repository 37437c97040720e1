import { type CallRecord, failures, ratio } from './records.js';
import type { SubjectName } from './subjects/subject.js';

/** How one client did in one scenario. */
export interface Outcome {
  /** Whether it reached the scenario's goal. */
  readonly reached: boolean;
  /** What was seen, in a few words. */
  readonly seen: string;
  /** The figures behind it. */
  readonly figures: Readonly<Record<string, number | string | null>>;
}

/** One failure or scaling story that every subject is put through, on the same stage. */
export interface Scenario {
  readonly number: number;
  readonly title: string;
  readonly goal: string;
  /** Default: all three. */
  readonly subjects?: readonly SubjectName[];
  run(subjects: readonly SubjectName[]): Promise<Map<SubjectName, Outcome>>;
}

/** The outcome when nothing counts but that calls succeed. */
export function atMostFailed(most: number, records: readonly CallRecord[]): Outcome {
  const failed = failures(records);
  return { reached: failed <= most, seen: `failed ${ratio(records)}`, figures: { failed, calls: records.length } };
}
