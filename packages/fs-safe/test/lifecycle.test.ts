import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { resolveWritableDir, resolveWritableDirSync } from '@org/fs-safe';
import { until } from '@org/testing';
import { describe, expect, test } from 'vitest';
import { testAsRoot } from './support/namespace.js';
import { useScratch } from './support/scratch.js';
import { startProgram } from './support/spawn-node.js';

const scratch = useScratch();
const onLinux = process.platform === 'linux';
const inPidNamespace = ['unshare', '-p', '-f', '--kill-child', '--mount-proc'];

describe('33 32 resolves at once', () => {
  test('give 32 directories, and leave none', async () => {
    const base = scratch();
    const dirs = await Promise.all(
      Array.from({ length: 32 }, () => resolveWritableDir({ name: 'app', dir: base, env: {} })),
    );
    expect(new Set(dirs.map(({ path }) => path)).size).toBe(32);
    expect(readdirSync(base).sort()).toEqual(dirs.map(({ path }) => basename(path)).sort());
    await Promise.all(dirs.map((dir) => dir.dispose()));
    expect(readdirSync(base)).toEqual([]);
  });

  test('in a directory that none of them finds', async () => {
    const base = join(scratch(), 'a/b/c');
    const dirs = await Promise.all(
      Array.from({ length: 32 }, () => resolveWritableDir({ name: 'app', dir: base, env: {} })),
    );
    expect(readdirSync(base)).toHaveLength(32);
    await Promise.all(dirs.map((dir) => dir.dispose()));
  });
});

describe('39 after SIGKILL', () => {
  const places = { 'on disk': undefined, 'in memory': '/dev/shm' };
  test.skipIf(!onLinux).each(Object.entries(places))(
    '%s: the directory of the dead run is swept, that of the living one is kept',
    async (_, place) => {
      const base = scratch(place);
      const options = JSON.stringify({ name: 'app', dir: base });
      const [dead, living] = [startProgram('holder.ts', [options]), startProgram('holder.ts', [options])];
      const [deadPath, livingPath] = [await dead.line(), await living.line()];
      await dead.stop('SIGKILL');
      expect(existsSync(join(deadPath, 'data'))).toBe(true);
      // A threshold of nothing: the living one is kept because it is looked up, not because it is young.
      await using restarted = await resolveWritableDir({ name: 'app', dir: base, env: {}, sweepOlderThanMs: 0 });
      expect(readdirSync(base).sort()).toEqual([basename(livingPath), basename(restarted.path)].sort());
      await living.stop('SIGKILL');
      using again = resolveWritableDirSync({ name: 'app', dir: base, env: {} });
      expect(readdirSync(base).sort()).toEqual([basename(again.path), basename(restarted.path)].sort());
    },
  );

  testAsRoot('in another container, a heartbeat tells the living from the dead', async () => {
    const base = scratch();
    const options = JSON.stringify({ name: 'app', dir: base, sweepOlderThanMs: 4_000 });
    const [dead, living] = [
      startProgram('holder.ts', [options], inPidNamespace),
      startProgram('holder.ts', [options], inPidNamespace),
    ];
    const [deadPath, livingPath] = [await dead.line(), await living.line()];
    await dead.stop('SIGKILL');
    await using young = await resolveWritableDir({ name: 'app', dir: base, env: {} });
    expect(readdirSync(base).sort()).toEqual([deadPath, livingPath, young.path].map((path) => basename(path)).sort());
    await until('the dead one is swept', async () => {
      await using later = await resolveWritableDir({ name: 'app', dir: base, env: {}, sweepOlderThanMs: 4_000 });
      return later.path && !existsSync(deadPath);
    });
    expect(existsSync(join(livingPath, 'data'))).toBe(true);
    await living.stop('SIGKILL');
  });

  test('nothing else is swept: other names, other programs, links, files', async () => {
    const base = scratch();
    const outside = scratch();
    writeFileSync(join(outside, 'precious'), '');
    for (const name of ['app-x', 'app-any-1-0-short', 'apple-any-1-0-abcdef', 'app-abcdef', 'application']) {
      mkdirSync(join(base, name));
    }
    symlinkSync(outside, join(base, 'app-any-2-0-abcdef'));
    writeFileSync(join(base, 'app-any-3-0-abcdef'), '');
    mkdirSync(join(base, 'app-any-1-0-abcdef/in/it'), { recursive: true });
    utimesSync(join(base, 'app-any-1-0-abcdef'), 0, 0);
    const before = readdirSync(base);
    await resolveWritableDir({ name: 'app', dir: base, env: {} }).then((dir) => dir.dispose());
    expect(readdirSync(base)).toEqual(before.filter((name) => name !== 'app-any-1-0-abcdef'));
    expect(readdirSync(outside)).toEqual(['precious']);
  });

  test('what was to be kept is kept', async () => {
    const base = scratch();
    const kept = await resolveWritableDir({ name: 'app', dir: base, env: {}, cleanup: 'never' });
    await kept.dispose();
    await resolveWritableDir({ name: 'app', dir: base, env: {}, sweepOlderThanMs: 0 }).then((dir) => dir.dispose());
    expect(readdirSync(base)).toEqual([basename(kept.path)]);
  });
});

test.skipIf(!onLinux)(
  '42 10,000 refused resolves leave as many descriptors as before',
  { timeout: 240_000 },
  async () => {
    const base = scratch();
    writeFileSync(join(base, 'file'), '');
    symlinkSync('loop', join(base, 'loop'));
    const dirs = [
      '/proc/self/x',
      join(base, 'file/x'),
      join(base, 'loop'),
      `${base}/${'é'.repeat(128)}`,
      join(base, 'small/a/b'),
    ];
    const descriptors = () => readdirSync('/proc/self/fd').map((fd) => Number(fd)).length;
    const before = descriptors();
    for (let count = 0; count < 10_000; count += dirs.length) {
      for (const dir of dirs) {
        const options = { name: 'app', dir, env: {}, minFreeBytes: Number.MAX_SAFE_INTEGER };
        if (count % 2 === 0) expect(() => resolveWritableDirSync(options)).toThrow('no writable directory');
        else await expect(resolveWritableDir(options)).rejects.toMatchObject({ code: 'ERR_NO_WRITABLE_DIR' });
      }
    }
    expect(descriptors()).toBe(before);
    expect(readdirSync(base).sort()).toEqual(['file', 'loop']);
  },
);

describe('disposing', () => {
  test('removes the directory and its content, once', async () => {
    const base = scratch();
    const dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
    mkdirSync(dir.join('a/b'), { recursive: true });
    writeFileSync(dir.join('a/b/c'), '');
    await Promise.all([dir.dispose(), dir.dispose()]);
    await dir.dispose();
    dir[Symbol.dispose]();
    expect(readdirSync(base)).toEqual([]);
  });

  test.skipIf(!onLinux)('removes its own content when somebody has moved it and put another in its place', async () => {
    const base = scratch();
    const dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
    writeFileSync(dir.join('secret'), '');
    renameSync(dir.path, join(base, 'moved'));
    mkdirSync(dir.path);
    writeFileSync(dir.join('theirs'), '');
    await expect(dir.dispose()).rejects.toMatchObject({ code: 'ENOTEMPTY' });
    expect(readdirSync(join(base, 'moved'))).toEqual([]);
    expect(readdirSync(dir.path)).toEqual(['theirs']);
  });

  test('leaves a directory that is not private', async () => {
    const base = scratch();
    const dir = await resolveWritableDir({ name: 'app', dir: base, env: {}, private: false });
    expect(dir.path).toBe(base);
    writeFileSync(dir.join('data'), '');
    await dir.dispose();
    expect(readdirSync(base)).toEqual(['data']);
  });

  test.skipIf(!onLinux)('closes the descriptor', async () => {
    const base = scratch();
    const held = () =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(base);
        } catch {
          return false;
        }
      });
    const dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
    expect(held()).toHaveLength(1);
    await dir.dispose();
    expect(held()).toEqual([]);
  });

  test('with cleanup: exit happens when the process ends by itself', async () => {
    const base = scratch();
    const program = startProgram('leaver.ts', [base]);
    const path = await program.line();
    expect(dirname(path)).toBe(base);
    await until('the process has ended', () => program.process.exitCode !== null);
    expect(program.process.exitCode).toBe(3);
    expect(readdirSync(base)).toEqual([]);
  });
});

test('an aborted signal rejects with its reason and leaves nothing', async () => {
  const base = scratch();
  const reason = new Error('not any more');
  const abort = new AbortController();
  const pending = resolveWritableDir({
    name: 'app',
    dir: '/proc/x',
    env: { TMPDIR: base },
    onExplicitFailure: 'fallback',
    signal: abort.signal,
  });
  abort.abort(reason);
  await expect(pending).rejects.toBe(reason);
  await expect(resolveWritableDir({ name: 'app', dir: base, env: {}, signal: abort.signal })).rejects.toBe(reason);
  expect(readdirSync(base)).toEqual([]);
});

test('join stays inside', async () => {
  await using dir = await resolveWritableDir({ name: 'app', dir: scratch(), env: {} });
  expect(dir.join('a', '../b')).toBe(join(dir.path, 'b'));
  for (const parts of [['..'], ['a', '../../x'], ['/etc/passwd'], ['../app-evil']]) {
    expect(() => dir.join(...parts)).toThrow(expect.objectContaining({ code: 'ERR_PATH_ESCAPE' }));
  }
  expect(() => dir.join('a\0')).toThrow(expect.objectContaining({ code: 'ERR_PATH_INVALID' }));
  expect((await dir.space()).freeBytes).toBeGreaterThan(0);
});
