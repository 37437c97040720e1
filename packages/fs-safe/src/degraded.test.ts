import * as fs from 'node:fs';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { writeFileAtomic, writeFileAtomicSync } from './atomic-write.js';
import { diagnose } from './diagnose.js';
import { createPendingFile } from './pending-file.js';
import { resolveWritableDir } from './resolve.js';
import { openRoot } from './root.js';

/** Makes this process look as if it ran elsewhere, as far as the package asks. */
function pretend(platform: NodeJS.Platform): void {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
  if (platform !== 'win32') return;
  for (const key of ['geteuid', 'getegid', 'getgroups'] as const) {
    vi.spyOn(process, key).mockReturnValue(undefined as never);
  }
}

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'fs-safe-degraded-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(base, { recursive: true, force: true });
});

function refusing(code: string): Partial<typeof fs> {
  const accessSync = () => {
    throw Object.assign(new Error(code), { code, syscall: 'access' });
  };
  return { accessSync };
}

describe.each(['darwin', 'win32'] as const)('on %s', (platform) => {
  beforeEach(() => pretend(platform));

  test('it resolves, by name and without mounts', async () => {
    const env = platform === 'win32' ? { TEMP: base } : { TMPDIR: base };
    const dir = await resolveWritableDir({ name: 'app', env });
    expect(dir).toMatchObject({ source: 'tmpdir', mount: undefined, persistent: 'unknown', warnings: [] });
    expect(statSync(dir.path).mode & 0o777).toBe(0o700);
    fs.writeFileSync(dir.join('file'), '');
    expect(() => dir.root()).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED' }));
    await dir.dispose();
    expect(readdirSync(base)).toEqual([]);
  });

  test('it makes missing directories, and unmakes them', async () => {
    const dir = join(base, 'a/b');
    const refused = resolveWritableDir({ name: 'app', dir, env: {}, minFreeBytes: Number.MAX_SAFE_INTEGER });
    await expect(refused).rejects.toMatchObject({ attempts: [{ blockers: [{ kind: 'below-minimum' }] }] });
    expect(readdirSync(base)).toEqual([]);
    await using made = await resolveWritableDir({ name: 'app', dir, env: {} });
    expect(made.path.startsWith(dir)).toBe(true);
  });

  test('it reports a read-only file system by its error alone', async () => {
    const { blockers } = await diagnose(base, { fs: refusing('EROFS') });
    expect(blockers).toEqual([{ kind: 'read-only-filesystem', on: base }]);
  });

  test('files are replaced, streamed and made for a time', async () => {
    const path = join(base, 'file');
    await writeFileAtomic(path, 'old');
    writeFileAtomicSync(path, 'new');
    await using pending = await createPendingFile(path);
    pending.stream.write('newest');
    await pending.commit();
    expect(fs.readFileSync(path, 'utf8')).toBe('newest');
    fs.rmSync(path);
    await using dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
    for (const named of [true, false]) {
      await using file = await dir.tempFile({ named });
      await file.handle.writeFile('x');
    }
    fs.mkdirSync(dir.join('a/b'), { recursive: true });
    await dir.dispose();
    expect(readdirSync(base)).toEqual([]);
  });

  test('a root is refused, unless races are allowed', async () => {
    await expect(openRoot(base)).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' });
    await using root = await openRoot(base, { allowRacy: true });
    await root.mkdir('dir');
    await root.open('dir/file', { flags: 'wx' }).then((file) => file.close());
    expect(`${await root.readFile('dir/file')}`).toBe('');
    fs.symlinkSync('/etc', join(base, 'out'));
    await expect(root.readFile('out/passwd')).rejects.toMatchObject({ code: 'ERR_SYMLINK' });
    await root.rm('dir', { recursive: true });
    expect(readdirSync(base)).toEqual(['out']);
  });
});

test('a refusal that the mode bits do not explain is likely an ACL or a security module', async () => {
  if (process.platform === 'win32') return;
  const { blockers, message } = await diagnose(base, { fs: refusing('EACCES') });
  expect(blockers).toMatchObject([{ kind: 'permission', on: base, confidence: 'likely' }]);
  expect(message).toContain('an ACL or a security module may decide otherwise');
});
