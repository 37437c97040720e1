import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { openRoot, resolveWritableDir } from '@org/fs-safe';
import { describe, expect, test } from 'vitest';
import { useScratch } from './support/scratch.js';
import { startProgram } from './support/spawn-node.js';

const scratch = useScratch();
const onLinux = process.platform === 'linux';
const canExchange = onLinux && spawnSync('python3', ['-c', 'import ctypes; ctypes.CDLL(None).renameat2']).status === 0;
if (!canExchange) console.warn('skipped: the rename-exchange race takes Linux and python3');

/** A root with a file, a directory, and links that stay inside and that do not. */
function furnished(): { root: string; outside: string } {
  const base = scratch();
  const [root, outside] = [join(base, 'root'), join(base, 'outside')];
  mkdirSync(join(root, 'dir/deep'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(root, 'dir/file'), 'inside');
  writeFileSync(join(outside, 'file'), 'outside');
  symlinkSync('dir/file', join(root, 'link'));
  symlinkSync('../outside', join(root, 'out'));
  symlinkSync(outside, join(root, 'absolute'));
  symlinkSync('loop', join(root, 'loop'));
  symlinkSync('../../link', join(root, 'dir/deep/up'));
  return { root, outside };
}

test.skipIf(!canExchange)(
  '37 a directory exchanged for a link to the outside: 40,000 opens, no escape',
  { timeout: 240_000 },
  async () => {
    const base = scratch();
    for (const [name, content] of [
      ['root/dir', 'inside'],
      ['outside', 'outside'],
    ] as const) {
      mkdirSync(join(base, name), { recursive: true });
      writeFileSync(join(base, name, 'file'), content);
    }
    symlinkSync('../outside', join(base, 'root/link'));
    const script = join(import.meta.dirname, 'support/exchange.py');
    const attacker = spawn('python3', [script, join(base, 'root/dir'), join(base, 'root/link')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(attacker.stdout, 'data');
    const tally = { inside: 0, outside: 0, refused: 0, naivelyOutside: 0 };
    await using root = await openRoot(join(base, 'root'));
    const openOnce = async () => {
      try {
        const file = await root.open('dir/file');
        const content = await file.readFile('utf8').finally(() => file.close());
        tally[content === 'inside' ? 'inside' : 'outside']++;
      } catch (error) {
        // ENOTDIR when it had been exchanged back by the time somebody asked what it was.
        expect(error).toMatchObject({ code: expect.stringMatching(/^(ERR_SYMLINK|ENOTDIR)$/) });
        tally.refused++;
      }
      if (readFileSync(join(base, 'root/dir/file'), 'utf8') === 'outside') tally.naivelyOutside++;
    };
    for (let opens = 0; opens < 40_000; opens += 4) await Promise.all(Array.from({ length: 4 }, openOnce));
    const ended = once(attacker, 'close');
    attacker.kill();
    await ended;
    console.info(`40,000 opens: ${JSON.stringify(tally)}`);
    expect(tally.outside).toBe(0);
    expect(tally.inside + tally.refused).toBe(40_000);
    // Had the attacker not been at work, these would be zero.
    expect(tally.refused).toBeGreaterThan(0);
    expect(tally.naivelyOutside).toBeGreaterThan(0);
  },
);

describe.skipIf(!onLinux)('38 whatever is no regular file is refused at once', () => {
  test.each(['r', 'r+', 'a'] as const)('%s', async (flags) => {
    const { root: path } = furnished();
    execFileSync('mkfifo', [join(path, 'fifo')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(path, 'socket'), resolve));
    await using root = await openRoot(path);
    for (const name of ['fifo', 'socket', 'dir', 'dir/file/', '.']) {
      await expect(root.open(name, { flags })).rejects.toMatchObject({ code: 'ERR_NOT_A_FILE' });
    }
    server.close();
  });
});

describe.skipIf(!onLinux)('openRoot', () => {
  test('reads, creates, changes and appends', async () => {
    const { root: path } = furnished();
    await using root = await openRoot(path);
    expect(`${await root.readFile('./dir//deep/../file')}`).toBe('inside');
    for (const flags of ['wx', 'a', 'a', 'r+'] as const) {
      const file = await root.open('dir/new', { flags });
      await file.writeFile(flags === 'r+' ? 'W' : flags);
      await file.close();
    }
    expect(readFileSync(join(path, 'dir/new'), 'utf8')).toBe('Wxaa');
    await expect(root.open('dir/new', { flags: 'wx' })).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(root.open('none')).rejects.toMatchObject({
      code: 'ENOENT',
      message: expect.stringContaining('"none"'),
    });
    await root.open('b', { flags: 'a' }).then((file) => file.close());
    expect(readdirSync(path)).toContain('b');
  });

  test('follows no link, unless those inside are asked for', async () => {
    const { root: path } = furnished();
    await using root = await openRoot(path);
    for (const name of ['link', 'out/file', 'absolute/file', 'loop']) {
      await expect(root.readFile(name)).rejects.toMatchObject({ code: 'ERR_SYMLINK' });
    }
    const symlinks = 'inside';
    expect(`${await root.readFile('link', { symlinks })}`).toBe('inside');
    expect(`${await root.readFile('dir/deep/up', { symlinks })}`).toBe('inside');
    for (const name of ['out/file', 'absolute/file']) {
      await expect(root.readFile(name, { symlinks })).rejects.toMatchObject({ code: 'ERR_PATH_ESCAPE' });
    }
    await expect(root.readFile('loop', { symlinks })).rejects.toMatchObject({ code: 'ELOOP' });
  });

  test('lets no path lead out', async () => {
    const { root: path, outside } = furnished();
    await using root = await openRoot(path);
    for (const name of ['..', '../outside/file', 'dir/../../outside/file', join(outside, 'file'), '/']) {
      for (const action of [root.readFile(name), root.mkdir(name), root.rm(name, { recursive: true })]) {
        await expect(action).rejects.toMatchObject({ code: 'ERR_PATH_ESCAPE' });
      }
    }
    for (const name of ['', 'a\0b'])
      await expect(root.readFile(name)).rejects.toMatchObject({ code: 'ERR_PATH_INVALID' });
    await expect(root.mkdir('out/new')).rejects.toMatchObject({ code: 'ERR_SYMLINK' });
    await expect(root.rm('out/file')).rejects.toMatchObject({ code: 'ERR_SYMLINK' });
    expect(readdirSync(outside)).toEqual(['file']);
  });

  test('writes to no file that has another name elsewhere', async () => {
    const { root: path, outside } = furnished();
    linkSync(join(outside, 'file'), join(path, 'hard'));
    await using root = await openRoot(path);
    for (const flags of ['r+', 'a'] as const) {
      await expect(root.open('hard', { flags })).rejects.toMatchObject({ code: 'ERR_HARD_LINK' });
    }
    expect(`${await root.readFile('hard')}`).toBe('outside');
  });

  test('makes and removes, a link rather than what it leads to', async () => {
    const { root: path, outside } = furnished();
    await using root = await openRoot(path);
    await root.mkdir('x/y/z');
    await root.mkdir('x/y');
    await expect(root.mkdir('dir/file/x')).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(root.rm('x')).rejects.toMatchObject({ code: 'ENOTEMPTY' });
    symlinkSync(outside, join(path, 'x/out'));
    await root.rm('x', { recursive: true });
    await root.rm('out');
    await expect(root.rm('none')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(root.rm('.')).rejects.toMatchObject({ code: 'ERR_PATH_INVALID' });
    expect(readdirSync(outside)).toEqual(['file']);
    expect(readdirSync(path).sort()).toEqual(['absolute', 'dir', 'link', 'loop']);
  });

  test('finishes what runs before it lets go, then refuses', async () => {
    const { root: path } = furnished();
    const root = await openRoot(path);
    const reading = root.readFile('dir/file');
    await root.close();
    expect(`${await reading}`).toBe('inside');
    await expect(root.readFile('dir/file')).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  test('of a writable directory outlives it only as a refusal', async () => {
    await using dir = await resolveWritableDir({ name: 'app', dir: scratch(), env: {} });
    await using root = dir.root();
    await root.open('note', { flags: 'wx' }).then((file) => file.close());
    expect(readdirSync(dir.path)).toEqual(['note']);
  });
});

test('a root that is missing, or no directory', async () => {
  const { root } = furnished();
  await expect(openRoot(join(root, 'none'))).rejects.toMatchObject({ code: onLinux ? 'ENOENT' : 'ERR_UNSUPPORTED' });
  await expect(openRoot(join(root, 'dir/file'))).rejects.toMatchObject({
    code: onLinux ? 'ENOTDIR' : 'ERR_UNSUPPORTED',
  });
});

test.skipIf(process.platform !== 'linux')('maxBytes refuses a file that is larger, by any size', async () => {
  const dir = scratch();
  writeFileSync(join(dir, 'file'), '12345');
  await using root = await openRoot(dir);
  for (const maxBytes of [5, 6, 1_000]) expect(`${await root.readFile('file', { maxBytes })}`).toBe('12345');
  for (const maxBytes of [0, 4]) {
    await expect(root.readFile('file', { maxBytes })).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' });
  }
  await expect(root.readFile('file', { maxBytes: -1 })).rejects.toThrow(TypeError);
});

test.skipIf(process.platform !== 'linux')(
  'depth costs no descriptors: 1,000 levels with 64 of them',
  { timeout: 120_000 },
  async () => {
    const program = startProgram('deep.ts', [scratch()], ['prlimit', '--nofile=64']);
    expect(await program.line()).toBe('read 1000 deep, climbed, removed, disposed');
  },
);

test.skipIf(process.platform !== 'linux')('a path that no system call would take is refused at once', async () => {
  await using root = await openRoot(scratch());
  const start = performance.now();
  for (const path of ['../'.repeat(3_000_000), 'a/../'.repeat(1_000_000)]) {
    await expect(root.readFile(path)).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
  }
  expect(performance.now() - start).toBeLessThan(5_000);
});
