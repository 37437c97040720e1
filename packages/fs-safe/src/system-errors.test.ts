import type * as fs from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveWritableDirSync } from './resolve.js';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'fs-safe-errors-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** A file system that looks fine and refuses to make anything: an ACL, a security module, a quota, a race. */
function refusing(code: string): Partial<typeof fs> {
  const refuse = () => {
    throw Object.assign(new Error(code), { code, syscall: 'mkdir' });
  };
  return { mkdirSync: refuse as never, mkdtempSync: refuse as never };
}

test.each([
  ['EROFS', { kind: 'read-only-filesystem' }],
  ['EACCES', { kind: 'permission', confidence: 'likely', owner: { uid: process.getuid?.(), gid: process.getgid?.() } }],
  ['ENOSPC', { kind: 'no-space', unit: 'bytes' }],
  ['EDQUOT', { kind: 'quota', unit: 'bytes' }],
  ['ELOOP', { kind: 'other', detail: 'ELOOP' }],
])('%s alone, where nothing else can be seen, is explained', (code, blocker) => {
  const dir = join(base, 'new');
  try {
    resolveWritableDirSync({ name: 'app', dir, env: {}, fs: refusing(code) });
    expect.fail('it found a directory');
  } catch (error) {
    expect(error).toMatchObject({
      code: 'ERR_NO_WRITABLE_DIR',
      attempts: [
        { source: 'option', path: dir, ok: false, code, syscall: 'mkdir', blockers: [{ ...blocker, on: base }] },
      ],
    });
    expect((error as Error).message).toContain(base);
  }
});

test('an error that is none of the system is passed on as it is', () => {
  const bug = new RangeError('a bug');
  const broken = () => {
    throw bug;
  };
  const options = {
    name: 'app',
    dir: join(base, 'new'),
    env: {},
    fs: { mkdirSync: broken as never, mkdtempSync: broken as never },
  };
  expect(() => resolveWritableDirSync(options)).toThrow(bug);
});
