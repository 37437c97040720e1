import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A Go program that was built, or why it was not. */
export type Built = { readonly binary: string } | { readonly reason: string };

/** Builds a module under `e2e/xds`; its dependencies come from the Go module proxy, checked against its go.sum. */
export function buildGo(folder: string): Built {
  if (spawnSync('go', ['version']).error) return { reason: 'there is no Go here' };
  const source = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
  const binary = join(mkdtempSync(join(tmpdir(), 'e2e-xds-')), 'program');
  const build = spawnSync('go', ['build', '-o', binary, '.'], { cwd: source, encoding: 'utf8' });
  return build.status === 0 ? { binary } : { reason: `go build failed: ${lastLine(build.stderr)}` };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
