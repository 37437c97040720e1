import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Attempt, diagnose, NoWritableDirError, type ResolveOptions, resolveWritableDir } from '@org/fs-safe';
import { describe, expect, test } from 'vitest';
import { inNamespace, testAsRoot } from './support/namespace.js';
import { useScratch } from './support/scratch.js';

const scratch = useScratch();
const kinds = (attempt: Attempt | undefined) => attempt?.blockers.map(({ kind }) => kind);

async function refusalOf(options: Partial<ResolveOptions>): Promise<Attempt | undefined> {
  const error = await resolveWritableDir({ name: 'app', env: {}, ...options }).then(
    (dir) => dir.dispose().then(() => undefined),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NoWritableDirError);
  return (error as NoWritableDirError).attempts[0];
}

describe.skipIf(process.platform !== 'linux')('6 pseudo file systems, where recursive mkdir spins', () => {
  test.each(['/proc/self/x', '/proc/x/y', '/dev/fd/x/y', '/sys/x/y'])('%s', async (dir) => {
    const attempt = await refusalOf({ dir });
    expect(kinds(attempt)).toEqual(['pseudo-fs']);
    expect((await diagnose(dir)).blockers).toEqual(attempt?.blockers);
  });
});

test('8 a deleted working directory fails the relative candidate only', async () => {
  const dir = mkdtempSync(join(scratch(), 'gone-'));
  const program = `
    import { rmSync } from 'node:fs';
    import { diagnose, resolveWritableDir } from '@org/fs-safe';
    process.chdir(${JSON.stringify(dir)});
    rmSync(${JSON.stringify(dir)}, { recursive: true });
    const found = await resolveWritableDir({ name: 'app', preferred: 'app-tmp', env: {} });
    console.log(JSON.stringify({ source: found.source, blockers: found.attempts[0].blockers, dry: (await diagnose('x')).blockers }));
    await found.dispose();`;
  const file = join(import.meta.dirname, `.deleted-cwd-${process.pid}.mts`);
  writeFileSync(file, program);
  try {
    const output = execFileSync(process.execPath, ['--conditions=@org/source', '--import', 'tsx', file], {
      encoding: 'utf8',
    });
    const { source, blockers, dry } = JSON.parse(output);
    expect(source).toBe('tmpdir');
    expect(blockers).toEqual([{ kind: 'deleted', on: 'the working directory' }]);
    expect(dry).toEqual(blockers);
  } finally {
    rmSync(file);
  }
});

testAsRoot('13 a directory of mode 0666: permission, although access(W_OK) passes', async () => {
  const { attempts } = await inNamespace(
    { setup: 'mkdir d; chmod 666 d; chown 65532 d', uid: 65532 },
    ({ dir, outcome }) => outcome({ dir: `${dir}/d/x` }),
  );
  expect(attempts[0]).toMatchObject({
    code: 'EACCES',
    blockers: [{ kind: 'permission', mode: 0o666, confidence: 'certain' }],
  });
});

describe('14 something that is no directory, as the candidate and above it', () => {
  test.each(['file', 'fifo', 'socket'])('%s', async (name) => {
    const base = scratch();
    const path = join(base, name);
    if (name === 'file') writeFileSync(path, '');
    if (name === 'fifo') execFileSync('mkfifo', [path]);
    const server = createServer();
    if (name === 'socket') await new Promise<void>((resolve) => server.listen(path, resolve));
    for (const dir of [path, `${path}/below/it`]) {
      const attempt = await refusalOf({ dir });
      expect(attempt?.blockers).toMatchObject([
        { kind: 'not-a-directory', on: path, detail: name === 'fifo' ? 'FIFO' : name },
      ]);
      expect(attempt?.code).toBe('ENOTDIR');
    }
    server.close();
  });
});

test('15 a loop of links, and a dangling one', async () => {
  const base = scratch();
  symlinkSync('loop', join(base, 'loop'));
  symlinkSync('nowhere', join(base, 'dangling'));
  expect(kinds(await refusalOf({ dir: join(base, 'loop/x') }))).toEqual(['symlink-loop']);
  for (const dir of ['dangling', 'dangling/x']) {
    expect((await refusalOf({ dir: join(base, dir) }))?.blockers).toEqual([
      { kind: 'symlink', on: join(base, 'dangling'), detail: 'nowhere' },
    ]);
  }
});

test('16 a name of 256 bytes in 128 letters', async () => {
  const base = scratch();
  expect(kinds(await refusalOf({ dir: join(base, 'é'.repeat(128)) }))).toEqual(['name-too-long']);
  await using longest = await resolveWritableDir({ name: 'app', dir: join(base, `${'é'.repeat(127)}x`), env: {} });
  expect(longest.source).toBe('option');
});

testAsRoot('17 immutable is refused; append-only is used without leaving a probe', async () => {
  const setup = 'mkdir i a; chattr +i i; chattr +a a';
  const found = await inNamespace({ setup }, async ({ dir, fs, outcome }) => ({
    immutable: (await outcome({ dir: `${dir}/i/x` })).attempts[0],
    appendOnly: await outcome({ dir: `${dir}/a`, private: false }),
    left: fs.readdirSync(`${dir}/a`),
  }));
  expect(found.immutable).toMatchObject({ code: 'EPERM', blockers: [{ kind: 'immutable' }] });
  expect(found.appendOnly.path).toMatch(/\/a$/);
  expect(found.left).toEqual([]);
});

testAsRoot('18 uid 0 without capabilities: permission names the directory that refuses', async () => {
  const setup = 'mkdir -p d/x; chown 1000 d; chmod 700 d';
  const wrapper = ['setpriv', '--inh-caps=-all', '--bounding-set=-all'];
  const { attempts, on } = await inNamespace({ setup, wrapper }, async ({ dir, outcome }) => ({
    ...(await outcome({ dir: `${dir}/d/x` })),
    on: `${dir}/d`,
  }));
  expect(attempts[0]?.blockers).toMatchObject([{ kind: 'permission', on, owner: { uid: 1000 }, process: { uid: 0 } }]);
});

testAsRoot('26 a link that somebody could have planted, also with a trailing slash', async () => {
  const setup = 'mkdir target t; chmod 1777 t; ln -s ../target t/app';
  const { attempts, left } = await inNamespace({ setup }, async ({ dir, fs, outcome }) => {
    const attempts = [];
    for (const end of ['', '/', '/.']) attempts.push(...(await outcome({ dir: `${dir}/t/app${end}` })).attempts);
    return { attempts, left: fs.readdirSync(`${dir}/target`) };
  });
  expect(attempts.map(kinds)).toEqual([['symlink'], ['symlink'], ['symlink']]);
  expect(left).toEqual([]);
});

test('an empty path and a NUL are refused without asking the system', async () => {
  expect(kinds(await refusalOf({ dir: '' }))).toEqual(['invalid-path']);
  expect(kinds(await refusalOf({ dir: '/tmp/a\0b' }))).toEqual(['invalid-path']);
  expect((await diagnose('/tmp/a\0b')).message).toContain('NUL');
  await expect(resolveWritableDir({ name: 'a\0b' })).rejects.toThrow(TypeError);
});

test('a refused resolve leaves nothing of what it made on the way', async () => {
  const base = scratch();
  mkdirSync(join(base, 'there'));
  const attempt = await refusalOf({ dir: join(base, 'there/a/b/c'), minFreeBytes: Number.MAX_SAFE_INTEGER });
  expect(kinds(attempt)).toEqual(['below-minimum']);
  expect(readdirSync(join(base, 'there'))).toEqual([]);
});
