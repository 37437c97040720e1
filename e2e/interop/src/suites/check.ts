/** What one check of the suite showed. */
export interface Result {
  readonly name: string;
  /** Why it could not be run here, or says nothing about this engine. */
  readonly skipped?: string | undefined;
  /** What went wrong; undefined: it holds. */
  readonly failed?: string | undefined;
  /** Figures it saw. */
  readonly seen?: string | undefined;
}

/** Results that belong together on the page. */
export interface Section {
  readonly title: string;
  readonly results: readonly Result[];
}

/** Runs one check; what it throws is its failure. */
export async function check(name: string, run: () => Promise<string>): Promise<Result> {
  try {
    return { name, seen: await run() };
  } catch (error) {
    return { name, failed: (error as Error).message };
  }
}
