import { readdirSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { resolveWritableDir } from '@org/fs-safe';
import { expect, test } from 'vitest';
import { inNamespace, testAsRoot } from './support/namespace.js';
import { useScratch } from './support/scratch.js';

const scratch = useScratch();

test('a temporary file is of mode 0600, and goes when it is disposed of', async () => {
  await using dir = await resolveWritableDir({ name: 'app', dir: scratch(), env: {} });
  const file = await dir.tempFile({ prefix: 'upload-' });
  expect(basename(file.path ?? '')).toMatch(/^upload-[0-9a-f]{24}$/);
  expect(statSync(file.path ?? '').mode & 0o777).toBe(0o600);
  await file.handle.writeFile('content');
  expect((await file.handle.stat()).size).toBe(7);
  await Promise.all([file.dispose(), file.dispose()]);
  expect(readdirSync(dir.path)).toEqual([]);
  {
    using _ = await dir.tempFile();
    expect(readdirSync(dir.path)).toHaveLength(1);
  }
  expect(readdirSync(dir.path)).toEqual([]);
});

test('one without a name is nowhere to be seen', async () => {
  await using dir = await resolveWritableDir({ name: 'app', dir: scratch(), env: {} });
  await using file = await dir.tempFile({ named: false });
  expect(file.path).toBeUndefined();
  expect(readdirSync(dir.path)).toEqual([]);
  await file.handle.write('hidden');
  const { buffer, bytesRead } = await file.handle.read(Buffer.alloc(6), 0, 6, 0);
  expect(`${buffer}`.slice(0, bytesRead)).toBe('hidden');
});

test.each(['../x', 'a/b', 'a\0', 'x'.repeat(201)])('the prefix %j is refused', async (prefix) => {
  await using dir = await resolveWritableDir({ name: 'app', dir: scratch(), env: {} });
  await expect(dir.tempFile({ prefix })).rejects.toMatchObject({ code: 'ERR_PATH_INVALID' });
});

test('there are none after the directory was disposed of', async () => {
  const dir = await resolveWritableDir({ name: 'app', dir: scratch(), env: {} });
  await dir.dispose();
  await expect(dir.tempFile()).rejects.toMatchObject({ code: 'ERR_CLOSED' });
});

testAsRoot('noexec: a warning, or passed over when programs are to be started', async () => {
  const setup = 'mkdir a b; mount -t tmpfs -o noexec tmpfs a; mount -t tmpfs -o exec tmpfs b';
  const found = await inNamespace({ setup }, async ({ dir, outcome }) => ({
    told: await outcome({ preferred: `${dir}/a` }),
    demanded: await outcome({ dir: `${dir}/a`, executable: true }),
    elsewhere: await outcome({ preferred: `${dir}/a`, executable: true, env: { TMPDIR: `${dir}/b` } }),
  }));
  expect(found.told).toMatchObject({ source: 'preferred', warnings: ['memory-backed', 'noexec'] });
  expect(found.demanded.attempts[0]).toMatchObject({ blockers: [{ kind: 'noexec' }], code: 'EACCES' });
  expect(found.elsewhere).toMatchObject({ source: 'tmpdir', warnings: ['memory-backed'] });
});
