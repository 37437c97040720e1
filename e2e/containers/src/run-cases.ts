/** One thing that is shown; it throws when it is not so, and resolves with a few words on what was seen. */
export interface Case {
  readonly name: string;
  /** Why it cannot be shown on this machine; it then counts as skipped. */
  readonly skip?: string | undefined;
  run(): Promise<string>;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs the cases one after the other and prints each as it ends. */
export async function runCases(cases: readonly Case[], counts: Counts): Promise<void> {
  for (const { name, skip, run } of cases) {
    if (skip !== undefined) {
      counts.skipped++;
      console.log(`skipped  ${name}: ${skip}`);
      continue;
    }
    const started = performance.now();
    const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
    try {
      const seen = await run();
      counts.passed++;
      console.log(`ok       ${name}: ${seen} (${seconds()})`);
    } catch (error) {
      counts.failed++;
      console.log(`FAILED   ${name} (${seconds()})\n${(error as Error).stack}`);
    }
  }
}

export const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
