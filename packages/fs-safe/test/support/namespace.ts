import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as FsSafe from '@org/fs-safe';
import { test } from 'vitest';

/** Whether mounts can be made that nobody else sees: it takes root, or CAP_SYS_ADMIN. */
const canMount: boolean =
  process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;

if (!canMount) console.warn('skipped: tests that mount file systems or change users take root and unshare(1)');

/** A test that takes mounts or other users; skipped loudly where there are none. */
export const testAsRoot: typeof test.skip = test.skipIf(!canMount) as typeof test.skip;

/** The same, for a test that also takes these programs. */
export function testAsRootWith(...programs: readonly string[]): typeof test.skip {
  const missing = programs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length > 0) console.warn(`skipped: some tests take ${missing.join(', ')}`);
  return test.skipIf(!canMount || missing.length > 0) as typeof test.skip;
}

/** What a function that runs in a namespace is given. */
export interface Inside {
  readonly lib: typeof FsSafe;
  readonly fs: typeof import('node:fs');
  /** Imports a module, which a function sent as text cannot. */
  load(specifier: string): Promise<unknown>;
  /** The directory in which the set-up ran. */
  readonly dir: string;
  /** What becomes of resolving with these options: the error's attempts, or a directory that is disposed of again. */
  outcome(options: Partial<FsSafe.ResolveOptions>): Promise<Outcome>;
}

/** What became of a resolve. */
export interface Outcome {
  readonly path?: string;
  readonly source?: string;
  readonly mode?: number;
  readonly mount?: FsSafe.Mount;
  readonly memoryBacked?: boolean;
  readonly persistent?: boolean | 'unknown';
  readonly warnings: readonly string[];
  readonly attempts: readonly FsSafe.Attempt[];
  readonly message: string;
}

/** How to run something in a mount namespace of its own. */
export interface Conditions {
  /** Shell commands that run as root in the scratch directory, before the user changes. */
  readonly setup?: string;
  /** The user to become; 0 stays root. */
  readonly uid?: number;
  readonly gid?: number;
  /** A command that starts node, such as setpriv. */
  readonly wrapper?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '../../../..');

/**
 * Runs `body` in a process of its own, in a mount namespace that the set-up has furnished. The function is sent as
 * text, so it sees its parameter and nothing else.
 */
export async function inNamespace<T>(conditions: Conditions, body: (inside: Inside) => Promise<T>): Promise<T> {
  const { setup = '', uid = 0, gid = uid, wrapper = [], env = {} } = conditions;
  const dir = mkdtempSync(join(tmpdir(), 'fs-safe-ns-'));
  chmodSync(dir, 0o755);
  try {
    const script = `set -e\ncd "${dir}"\n${setup}\ncd "${root}"\nexec "$@"`;
    const node = [
      process.execPath,
      '--conditions=@org/source',
      '--import',
      'tsx',
      join(import.meta.dirname, 'inside.ts'),
    ];
    const output = await run(
      'unshare',
      [
        '-m',
        '--propagation',
        'private',
        'bash',
        '-c',
        script,
        'bash',
        ...wrapper,
        ...node,
        dir,
        `${uid}`,
        `${gid}`,
        body.toString(),
      ],
      { PATH: process.env['PATH'] ?? '', ...env },
    );
    return JSON.parse(output.slice(output.lastIndexOf('\n=') + 2)) as T;
  } finally {
    spawnSync('chattr', ['-R', '-i', '-a', dir]);
    rmSync(dir, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 50_000 });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0 ? resolve(stdout) : reject(new Error(`exit ${code ?? signal}\n${stdout}\n${stderr}`)),
    );
  });
}
