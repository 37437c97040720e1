import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CapturedProcess } from '@org/testing';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The built demo, running below a temporary folder of the test's. */
export function runDemo(args: readonly string[], tmp: string): CapturedProcess {
  if (!existsSync(main)) throw new Error('the demo is not built: run `npm run build` first');
  return new CapturedProcess(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], TMPDIR: tmp },
  });
}

/** Processes that work somewhere below the folder, as all children of the demo do; Linux only. */
export function processesBelow(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => workingDirectory(pid).startsWith(`${folder}/`))
    .map(Number);
}

function workingDirectory(pid: string): string {
  try {
    return readlinkSync(join('/proc', pid, 'cwd'));
  } catch {
    return '';
  }
}
