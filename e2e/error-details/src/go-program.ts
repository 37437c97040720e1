import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program in `go`, built; or why it cannot be built here. */
export type GoProgram = { readonly binary: string } | { readonly skipped: string };

export function buildGo(): GoProgram {
  const cwd = fileURLToPath(new URL('../go/', import.meta.url));
  const binary = join(mkdtempSync(join(tmpdir(), 'e2e-error-details-')), 'program');
  const { error, status, stderr } = spawnSync('go', ['build', '-o', binary, '.'], { cwd, encoding: 'utf8' });
  if (error) return { skipped: 'there is no Go here' };
  return status === 0 ? { binary } : { skipped: `it cannot be built here: ${stderr.trim().split('\n').at(-1)}` };
}
