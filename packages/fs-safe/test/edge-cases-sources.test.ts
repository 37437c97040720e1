import * as fs from 'node:fs';
import { chmodSync, mkdirSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Attempt, NoWritableDirError, resolveWritableDir, resolveWritableDirSync } from '@org/fs-safe';
import { describe, expect, test } from 'vitest';
import { inNamespace, testAsRoot } from './support/namespace.js';
import { useScratch } from './support/scratch.js';

const scratch = useScratch();
const kinds = (attempt: Attempt | undefined) => attempt?.blockers.map(({ kind }) => kind);

test('11 a file system that counts no inodes is not exhausted', () => {
  const statfsSync = ((path: string) => ({ ...fs.statfsSync(path), files: 0, ffree: 0 })) as typeof fs.statfsSync;
  using dir = resolveWritableDirSync({
    name: 'app',
    dir: scratch(),
    env: {},
    minFreeInodes: 1_000,
    fs: { statfsSync },
  });
  expect(dir.source).toBe('option');
});

test('12 an error that libuv has no name for', () => {
  const writeSync = (() => {
    throw Object.assign(new Error('Unknown system error -122'), {
      errno: -122,
      code: 'Unknown system error -122',
      syscall: 'write',
    });
  }) as typeof fs.writeSync;
  const dir = scratch();
  expect(() => resolveWritableDirSync({ name: 'app', dir, env: {}, fs: { writeSync } })).toThrow(
    expect.objectContaining({
      attempts: [expect.objectContaining({ code: 'EDQUOT', blockers: [expect.objectContaining({ kind: 'quota' })] })],
    }),
  );
  expect(readdirSync(dir)).toEqual([]);
});

testAsRoot('19 no HOME and a uid without a passwd entry', async () => {
  const { source, attempts } = await inNamespace({ uid: 54321 }, ({ outcome }) => outcome({ purpose: 'cache' }));
  expect(source).toBe('tmpdir');
  expect(attempts).toHaveLength(1);
});

test.each(['', '/'])('20 HOME=%s is no home', async (HOME) => {
  await using dir = await resolveWritableDir({ name: 'app', purpose: 'cache', env: { HOME } });
  expect(dir.source).toBe('tmpdir');
});

describe('21 TMPDIR', () => {
  test('relative: passed over with the reason', async () => {
    await using dir = await resolveWritableDir({ name: 'app', env: { TMPDIR: 'tmp' } });
    expect(dir.source).toBe('well-known');
    expect(dir.attempts[0]).toMatchObject({ source: 'tmpdir', path: 'tmp', blockers: [{ kind: 'invalid-path' }] });
    expect(dir.attempts[0]?.message).toContain('TMPDIR is "tmp", which is not an absolute path');
  });

  test('missing: passed over with the reason, and not made', async () => {
    const TMPDIR = join(scratch(), 'missing');
    await using dir = await resolveWritableDir({ name: 'app', env: { TMPDIR } });
    expect(dir.source).toBe('well-known');
    expect(kinds(dir.attempts[0])).toEqual(['missing']);
    expect(fs.existsSync(TMPDIR)).toBe(false);
  });

  test('empty: as if it were not set', async () => {
    await using dir = await resolveWritableDir({ name: 'app', env: { TMPDIR: '' } });
    expect(dir).toMatchObject({ source: 'tmpdir', attempts: [{ path: '/tmp', ok: true }] });
  });
});

testAsRoot("22 XDG_RUNTIME_DIR must be the user's own and 0700", async () => {
  const setup = 'mkdir wide foreign good; chmod 700 foreign good; chown 1000 foreign';
  const found = await inNamespace({ setup }, async ({ dir, outcome }) => {
    const results = [];
    for (const name of ['wide', 'foreign', 'good']) {
      results.push(await outcome({ purpose: 'runtime', env: { XDG_RUNTIME_DIR: `${dir}/${name}` } }));
    }
    return results;
  });
  expect(found.map(({ source }) => source)).toEqual(['tmpdir', 'tmpdir', 'xdg']);
  expect(found.slice(0, 2).map(({ attempts }) => kinds(attempts[0]))).toEqual([
    ['untrusted-owner'],
    ['untrusted-owner'],
  ]);
  expect(found[0]?.attempts[0]?.message).toContain('its mode is 0755, and must be 0700');
});

test('23 of several directories that systemd names, the first', async () => {
  const base = scratch();
  const env = { CACHE_DIRECTORY: `${base}/a:${base}/b` };
  await using dir = await resolveWritableDir({ name: 'app', purpose: 'cache', env });
  expect(dir).toMatchObject({ path: join(base, 'a'), source: 'systemd' });
});

test('24 an emptyDir is 0777 without the sticky bit: a private directory inside', async () => {
  const base = scratch();
  chmodSync(base, 0o777);
  await using dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
  expect(statSync(dir.path).mode & 0o7777).toBe(0o700);
  expect(join(dir.path, '..')).toBe(base);
});

testAsRoot("25 somebody else's directory in a shared one is left alone", async () => {
  const setup = 'mkdir t t/app; chmod 1777 t; chown 1000 t/app; chmod 777 t/app';
  const found = await inNamespace({ setup, uid: 65532 }, async ({ dir, fs, outcome }) => ({
    tmp: await outcome({ env: { TMPDIR: `${dir}/t` } }),
    named: (await outcome({ dir: `${dir}/t/app` })).attempts[0],
    left: fs.readdirSync(`${dir}/t/app`),
  }));
  expect(found.tmp.path).toMatch(/\/t\/app-[^/]+$/);
  expect(kinds(found.named)).toEqual(['untrusted-owner']);
  expect(found.left).toEqual([]);
});

test('27 a directory under an fsGroup: the private one inherits the set-group-id bit', async () => {
  const base = scratch();
  chmodSync(base, 0o2777);
  await using dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
  expect(statSync(dir.path).mode & 0o7777).toBe(0o2700);
});

testAsRoot.each([0o277, 0o777])('28 umask %o: the private directory is usable nevertheless', async (umask) => {
  const found = await inNamespace(
    { uid: 65532, setup: `mkdir d; chmod 777 d; echo ${umask} > umask` },
    async (inside) => {
      process.umask(Number(inside.fs.readFileSync(`${inside.dir}/umask`, 'utf8')));
      return inside.outcome({ dir: `${inside.dir}/d/a/b` });
    },
  );
  expect(found).toMatchObject({ source: 'option', mode: 0o700 });
});

test('31 without /proc it resolves, knows no mount, and says so', async () => {
  const procRoot = join(scratch(), 'proc');
  await using dir = await resolveWritableDir({ name: 'app', dir: scratch(), env: {}, procRoot });
  expect(dir.mount).toBeUndefined();
  expect(dir.persistent).toBe('unknown');
  expect(dir.warnings.map(({ code }) => code)).toEqual(process.platform === 'linux' ? ['no-mount-information'] : []);
});

test.skipIf(process.platform !== 'linux')('32 O_TMPFILE is given up only where it is not supported', async () => {
  const [old, modern] = [scratch(), scratch()];
  const probes: string[] = [];
  const openSync = ((path: string, flags: number, mode?: number) => {
    const unnamed = typeof flags === 'number' && (flags & 0o20000000) !== 0;
    const real = unnamed ? readlinkSync(path) : path;
    if (unnamed && real.startsWith(old))
      throw Object.assign(new Error('EOPNOTSUPP'), { code: 'EOPNOTSUPP', syscall: 'open' });
    if (unnamed) probes.push('unnamed');
    if (path.includes('.probe-')) probes.push('named');
    return fs.openSync(path, flags, mode);
  }) as typeof fs.openSync;
  for (const dir of [old, modern, old]) {
    await using found = await resolveWritableDir({ name: 'app', dir, env: {}, fs: { openSync } });
    expect(readdirSync(found.path)).toEqual([]);
  }
  expect(probes).toEqual(['named', 'unnamed', 'named']);
});

describe('40 an explicit directory that cannot be written', () => {
  const dir = '/proc/nowhere';

  test.each([{ dir, env: {} }, { env: { APP_TMP_DIR: dir } }, { env: { APP_TMP_DIR: 'relative' } }])(
    'is an error: %o',
    async (options) => {
      const error = await resolveWritableDir({ name: 'app', ...options }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(NoWritableDirError);
      expect(error).toMatchObject({ code: 'ERR_NO_WRITABLE_DIR', attempts: { length: 1 }, errors: { length: 1 } });
    },
  );

  test('is a warning with fallback', async () => {
    await using found = await resolveWritableDir({ name: 'app', dir, env: {}, onExplicitFailure: 'fallback' });
    expect(found.source).toBe('tmpdir');
    expect(found.warnings).toEqual([{ code: 'explicit-failed', message: expect.stringContaining(dir) }]);
  });
});

test('a preferred directory may fail, and the next candidate is used', async () => {
  const base = scratch();
  mkdirSync(join(base, 'tmp'));
  await using found = await resolveWritableDir({
    name: 'app',
    preferred: '/proc/x',
    env: { TMPDIR: join(base, 'tmp') },
  });
  expect(found.attempts.map(({ source, ok }) => [source, ok])).toEqual([
    ['preferred', false],
    ['tmpdir', true],
  ]);
});
