import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A foreign program, or why it cannot be had here. */
export type Peer = { readonly command: readonly string[] } | { readonly skipped: string };

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const H2SPEC = 'github.com/summerwind/h2spec/cmd/h2spec@v2.2.1+incompatible';

/** HPACK of golang.org/x/net, from the Go module proxy. */
export function goHpack(): Peer {
  const binary = join(scratch(), 'hpack');
  return tried(binary, spawnSync('go', ['build', '-o', binary, '.'], { cwd: here('go'), encoding: 'utf8' }), 'Go');
}

/** HPACK of python-hyper, from PyPI. */
export function pythonHpack(): Peer {
  const folder = scratch();
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--target',
    folder,
    'hpack==4.1.0',
  ];
  const made = spawnSync('python3', install, { encoding: 'utf8' });
  const command = ['env', `PYTHONPATH=${folder}`, 'python3', here('python/hpack_lines.py')];
  return failure(made, 'Python with pip') ?? { command };
}

/** github.com/summerwind/h2spec, from the Go module proxy. */
export function h2spec(): Peer {
  const folder = scratch();
  const env = { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' };
  return tried(join(folder, 'h2spec'), spawnSync('go', ['install', H2SPEC], { env, encoding: 'utf8' }), 'Go');
}

function tried(binary: string, made: ReturnType<typeof spawnSync>, toolchain: string): Peer {
  return failure(made, toolchain) ?? { command: [binary] };
}

function failure({ error, status, stderr }: ReturnType<typeof spawnSync>, toolchain: string): Peer | undefined {
  if (error) return { skipped: `there is no ${toolchain} here` };
  if (status === 0) return undefined;
  return { skipped: `it cannot be built here: ${String(stderr).trim().split('\n').at(-1)}` };
}

function scratch(): string {
  return mkdtempSync(join(tmpdir(), 'e2e-http2-'));
}
