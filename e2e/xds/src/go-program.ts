import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A Go program that was built, why it cannot be built here, or why it is wrong. */
export type Built = { readonly binary: string } | { readonly skipped: string } | { readonly failed: string };

/** Builds a module under `e2e/xds`; its dependencies come from the Go module proxy, checked against its go.sum. */
export function buildGo(folder: string): Built {
  const cwd = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
  const go = (...args: readonly string[]) => spawnSync('go', args, { cwd, encoding: 'utf8' });
  if (go('version').error) return { skipped: 'there is no Go here' };
  const download = go('mod', 'download');
  if (download.status !== 0) return { skipped: `its modules cannot be had here: ${lastLine(download.stderr)}` };
  const binary = join(mkdtempSync(join(tmpdir(), 'e2e-xds-')), 'program');
  const build = go('build', '-o', binary, '.');
  return build.status === 0 ? { binary } : { failed: `go build failed: ${build.stderr}` };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
