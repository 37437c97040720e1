import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createPendingFile, openMounted, resolveWritableDir, writeFileAtomic } from '@org/fs-safe';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { inNamespace, testAsRoot } from './support/namespace.js';
import { useScratch } from './support/scratch.js';

const scratch = useScratch();
const onLinux = process.platform === 'linux';
afterEach(() => vi.restoreAllMocks());

test('a name of 255 bytes is replaced as any other, and one of 256 is refused', async () => {
  const dir = scratch();
  const longest = 'n'.repeat(255);
  await writeFileAtomic(join(dir, longest), 'x');
  await writeFileAtomic(join(dir, longest), 'y');
  await using pending = await createPendingFile(join(dir, longest));
  await pending.commit();
  expect(readdirSync(dir)).toEqual([longest]);
  await expect(writeFileAtomic(join(dir, `${longest}n`), 'x')).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
  expect(readdirSync(dir)).toEqual([longest]);
});

test.skipIf(!onLinux)('the longest name of a program fits with its mark where others may rename', async () => {
  const shared = scratch();
  chmodSync(shared, 0o777);
  await using dir = await resolveWritableDir({ name: 'n'.repeat(64), dir: shared, env: {} });
  expect(readdirSync(shared).sort()).toEqual([`.${basename(dir.path)}.owner`, basename(dir.path)].sort());
  await dir.dispose();
  expect(readdirSync(shared)).toEqual([]);
});

test('10,000 files in a directory of a dead run, and 10,000 beside it', async () => {
  const base = scratch(onLinux ? '/dev/shm' : undefined);
  const stale = join(base, 'app-any-1-0-abcdef');
  mkdirSync(stale);
  for (let number = 0; number < 10_000; number++) {
    writeFileSync(join(stale, `${number}`), '');
    writeFileSync(join(base, `${number}`), '');
  }
  utimesSync(stale, 0, 0);
  await using dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
  expect(readdirSync(base).filter((name) => name.startsWith('app-'))).toEqual([basename(dir.path)]);
  expect(readdirSync(base)).toHaveLength(10_001);
});

test('a clock that jumps back or ahead keeps nobody from resolving, and sweeps no living sibling', async () => {
  const base = scratch();
  chmodSync(base, 0o777);
  await using living = await resolveWritableDir({ name: 'app', dir: base, env: {} });
  for (const jump of [-10 * 365, 10 * 365]) {
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + jump * 86_400_000);
    await using dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
    expect(readdirSync(base)).toEqual(expect.arrayContaining([basename(living.path), basename(dir.path)]));
    vi.restoreAllMocks();
  }
});

describe('a directory that vanishes between resolving and using it', () => {
  test.skipIf(!onLinux)('is an error with a code in every use, and no other directory is hit', async () => {
    const base = scratch();
    const dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
    rmSync(dir.path, { recursive: true });
    await expect(dir.tempFile()).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(writeFileAtomic(dir.join('file'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
    await using root = dir.root();
    await expect(root.mkdir('sub')).rejects.toMatchObject({ code: 'ENOENT' });
    await dir.dispose();
    expect(readdirSync(base)).toEqual([]);
  });

  test.skipIf(!onLinux)('one that was moved keeps what is written through it', async () => {
    const base = scratch();
    const dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
    renameSync(dir.path, join(base, 'moved'));
    await using file = await dir.tempFile({ named: false });
    await file.handle.writeFile('x');
    await using root = dir.root();
    const handle = await root.open('kept', { flags: 'wx' });
    await handle.close();
    expect(readdirSync(join(base, 'moved'))).toEqual(['kept']);
  });

  test('a mounted directory: the last set stays current', async () => {
    const volume = join(scratch(), 'volume');
    mkdirSync(volume);
    writeFileSync(join(volume, 'key'), '1');
    await using mounted = await openMounted(volume, { files: ['key'] });
    rmSync(volume, { recursive: true });
    expect(`${mounted.refresh().files.get('key')}`).toBe('1');
    expect(mounted.warnings.map(({ code }) => code)).toContain('rejected');
  });
});

testAsRoot(
  '/proc replaced by an empty file system: by name, with a warning, and nothing is swept where others may rename',
  async () => {
    const setup =
      'mkdir -m 777 d; mkdir -m 700 d/app-any-1-0-abcdef; touch d/app-any-1-0-abcdef/data; touch -d @0 d/app-any-1-0-abcdef; mount -t tmpfs tmpfs /proc';
    const found = await inNamespace({ setup }, async ({ lib, dir, fs, outcome }) => {
      const { source, warnings } = await outcome({ dir: `${dir}/d` });
      await lib.writeFileAtomic(`${dir}/d/file`, 'x');
      lib.writeFileAtomicSync(`${dir}/d/file`, 'y');
      return {
        source,
        warnings,
        left: fs.readdirSync(`${dir}/d`).sort(),
        content: fs.readFileSync(`${dir}/d/file`, 'utf8'),
      };
    });
    expect(found).toEqual({
      source: 'option',
      warnings: ['no-mount-information'],
      left: ['app-any-1-0-abcdef', 'file'],
      content: 'y',
    });
  },
);
