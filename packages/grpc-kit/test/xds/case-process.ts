import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CaseReport } from './report-case.js';

/** Longer than any case waits by itself. */
const LIMIT_MS = 120_000;

/** Runs a program that ends with a `CaseReport`, and returns that; a process that dies or hangs is a failure. */
export function runInProcess(program: URL, args: readonly string[], patience = 1): Promise<CaseReport> {
  const command = ['--import', 'tsx', '--conditions=@org/source', fileURLToPath(program), ...args];
  return new Promise((resolve) => {
    const env = { ...process.env, XDS_CASE_PATIENCE: String(patience) };
    execFile(process.execPath, command, { timeout: LIMIT_MS, env }, (error, stdout, stderr) => {
      const last = stdout.trim().split('\n').at(-1) ?? '';
      try {
        resolve(JSON.parse(last) as CaseReport);
      } catch {
        resolve({ passed: false, text: `the process told no result: ${error?.message ?? ''}\n${stdout}${stderr}` });
      }
    });
  });
}
