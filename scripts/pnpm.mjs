import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command in the workspace root; resolves with its exit code. `quiet` shows the output only if it fails.
 * Signals go to the command, which ends in its own order; then this process ends too.
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    let interrupted = false;
    const forward = (signal) => {
      interrupted = true;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, forward);
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      for (const signal of SIGNALS) process.off(signal, forward);
      if (interrupted) process.exit(code ?? 130);
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(code ?? 1);
    });
  });
}

/** Runs the pinned pnpm, which need not be installed: npx fetches it once. */
export function pnpm(args, options) {
  return run('npx', ['-y', packageManager, ...args], options);
}

/** Installs and builds, so that a fresh clone needs no other command first; exits the process if that fails. */
export async function prepare() {
  console.log('Preparing: install and build (a minute on the first run) …');
  for (const args of [
    ['install', '--frozen-lockfile'],
    ['-r', '--if-present', 'run', 'build'],
  ]) {
    const code = await pnpm(args, { quiet: true });
    if (code !== 0) process.exit(code);
  }
}
