import type { Known } from '../known.js';

/** A file and what it said, or the error that reading it gave. */
export interface Evidence {
  readonly file: string;
  readonly value: string;
}

/** One fact about a process, with what it rests on. */
export interface Finding<T> {
  readonly value: Known<T>;
  /** `exact`: the kernel says so; `inferred`: follows from several files; `unknown`: nothing says so. */
  readonly certainty: 'exact' | 'inferred' | 'unknown';
  readonly evidence: readonly Evidence[];
  /** What limits the finding, or why it is unknown. */
  readonly note?: string;
}

/** What the kernel says; `unknown` when it says nothing. */
export function exact<T>(value: Known<T>, evidence: Evidence | readonly Evidence[], note?: string): Finding<T> {
  return finding(value, value === 'unknown' ? 'unknown' : 'exact', evidence, note);
}

/** What follows from the evidence without being said. */
export function inferred<T>(value: Known<T>, evidence: Evidence | readonly Evidence[], note?: string): Finding<T> {
  return finding(value, value === 'unknown' ? 'unknown' : 'inferred', evidence, note);
}

/** What nothing says, and why. */
export function unknown(evidence: Evidence | readonly Evidence[], note?: string): Finding<never> {
  return finding<never>('unknown', 'unknown', evidence, note);
}

function finding<T>(
  value: Known<T>,
  certainty: Finding<T>['certainty'],
  evidence: Evidence | readonly Evidence[],
  note: string | undefined,
): Finding<T> {
  return { value, certainty, evidence: [evidence].flat() as Evidence[], ...(note !== undefined && { note }) };
}
