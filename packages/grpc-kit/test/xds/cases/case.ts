import type { ControlPlane } from '../control-plane.js';

/** One behaviour, shown against any control plane. Runs in a process of its own: xDS has one bootstrap per process. */
export interface Case {
  readonly name: string;
  /** Resolves with the figures it saw. @throws when the behaviour is not there. */
  run(controlPlane: ControlPlane): Promise<string>;
}

/** How much longer things may take than alone on a machine; whoever runs cases beside other work says so. */
export const patience: number = Number(process.env['XDS_CASE_PATIENCE'] ?? 1);

/** How often each value occurs. */
export function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The message that a promise rejects with. @throws Error when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error: Error) => error.message,
  );
}
