/** Runs in a namespace: becomes the user, then calls the function that it was sent. */
import * as fs from 'node:fs';
import * as lib from '@org/fs-safe';
import type { Inside, Outcome } from './namespace.js';

const [dir = '', uid, gid, body] = process.argv.slice(2);
if (Number(uid) !== 0) {
  process.setgroups?.([]);
  process.setgid?.(Number(gid));
  process.setuid?.(Number(uid));
}

async function outcome(options: Partial<lib.ResolveOptions>): Promise<Outcome> {
  try {
    const found = await lib.resolveWritableDir({ name: 'app', env: {}, ...options });
    const { path, source, mount, memoryBacked, persistent, attempts } = found;
    const mode = fs.statSync(path).mode & 0o7777;
    const warnings = found.warnings.map(({ code }) => code);
    await found.dispose();
    return { path, source, mode, ...(mount && { mount }), memoryBacked, persistent, warnings, attempts, message: '' };
  } catch (error) {
    if (!(error instanceof lib.NoWritableDirError)) throw error;
    return { warnings: [], attempts: error.attempts, message: error.message };
  }
}

const inside: Inside = { lib, fs, dir, outcome, load: (specifier) => import(specifier) };
const result: unknown = await new Function(`return (${body})`)()(inside);
process.stdout.write(`\n=${JSON.stringify(result ?? null)}`);
