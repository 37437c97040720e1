import type { Case } from './cases/case.js';
import type { ControlPlane } from './control-plane.js';

/** What a case process prints as its last line. */
export interface CaseReport {
  readonly passed: boolean;
  /** The figures, or why it failed. */
  readonly text: string;
}

/** Runs the named case and prints a `CaseReport` as JSON; the process ends with it, whatever is still open. */
export async function report(
  cases: readonly Case[],
  name: string | undefined,
  start: () => Promise<ControlPlane>,
): Promise<never> {
  const found = cases.find((candidate) => candidate.name === name);
  const controlPlane = found && (await start());
  let result: CaseReport = { passed: false, text: `no case is called ${name}` };
  if (found && controlPlane) {
    try {
      result = { passed: true, text: await found.run(controlPlane) };
    } catch (error) {
      result = { passed: false, text: (error as Error).stack ?? String(error) };
    }
    await controlPlane.close();
  }
  await new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(result)}\n`, () => resolve()));
  return process.exit(result.passed ? 0 : 1);
}
