import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A compiled C program beside this file, or why there is none. */
export interface Compiled {
  readonly program?: string;
  readonly missing?: string;
}

/** Compiles a C program of this folder with the system's compiler; it is removed when the tests end. */
export function compile(source: string, ...libraries: readonly string[]): Compiled {
  const directory = mkdtempSync(join(tmpdir(), 'caps-test-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const program = join(directory, source.replace(/\.c$/, ''));
  const path = fileURLToPath(new URL(source, import.meta.url));
  const built = spawnSync('cc', ['-O1', '-Wall', '-Werror', '-o', program, path, ...libraries], { encoding: 'utf8' });
  if (built.error) return { missing: `no C compiler (cc): ${built.error.message}` };
  if (built.status !== 0) return { missing: `cc could not build ${source}: ${built.stderr.trim().split('\n')[0]}` };
  return { program };
}
