/** What a case process prints as its last line. */
export interface CaseReport {
  readonly passed: boolean;
  /** The figures, or why it failed. */
  readonly text: string;
}

/** A case of whichever control plane. */
interface RunnableCase<Plane> {
  readonly name: string;
  run(plane: Plane): Promise<string>;
}

/** Runs the named case and prints a `CaseReport` as JSON; the process ends with it, whatever is still open. */
export async function report<Plane extends { close(): Promise<void> }>(
  cases: readonly RunnableCase<Plane>[],
  name: string | undefined,
  start: () => Promise<Plane>,
): Promise<never> {
  const found = cases.find((candidate) => candidate.name === name);
  const plane = found && (await start());
  let result: CaseReport = { passed: false, text: `no case is called ${name}` };
  if (found && plane) {
    try {
      result = { passed: true, text: await found.run(plane) };
    } catch (error) {
      result = { passed: false, text: (error as Error).stack ?? String(error) };
    }
    await plane.close();
  }
  await new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(result)}\n`, () => resolve()));
  return process.exit(result.passed ? 0 : 1);
}
