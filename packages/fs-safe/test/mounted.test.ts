import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMounted, type Snapshot } from '@org/fs-safe';
import { until } from '@org/testing';
import { describe, expect, test } from 'vitest';
import { inNamespace, testAsRoot } from './support/namespace.js';
import { useScratch } from './support/scratch.js';
import { startProgram } from './support/spawn-node.js';
import { rotate } from './support/volume.js';

const scratch = useScratch();
const textOf = (snapshot: Snapshot) => Object.fromEntries([...snapshot.files].map(([name, data]) => [name, `${data}`]));

/** Reads as everyone does: one file after the other. */
function naivePair(volume: string): [string, string] | undefined {
  try {
    return [readFileSync(join(volume, 'left'), 'utf8'), readFileSync(join(volume, 'right'), 'utf8')];
  } catch {
    return undefined;
  }
}

test('500 rotations per second: no torn pair in 1,000 reads, and some by reading naively', async () => {
  // Secrets are mounted as tmpfs, and a disk would not keep up with the rotations.
  const volume = scratch(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
  rotate(volume, { left: '0', right: '0' });
  const rotator = startProgram('rotator.ts', [volume, '500']);
  await rotator.line();
  await using mounted = await openMounted(volume);
  const generations = new Set<string>();
  let torn = 0;
  let naivelyTorn = 0;
  let reads = 0;
  const start = performance.now();
  for (; reads < 1_000 || performance.now() - start < 2_000 || (naivelyTorn === 0 && reads < 100_000); reads++) {
    const { left, right } = textOf(mounted.refresh());
    if (left !== right) torn++;
    generations.add(`${left}`);
    const naive = naivePair(volume);
    if (naive === undefined || naive[0] !== naive[1]) naivelyTorn++;
    // Lets the rotator's next swap fall anywhere between two reads.
    if (reads % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const rate = rotator.line();
  await rotator.stop('SIGTERM');
  console.info(
    `${reads} reads at ${await rate} rotations/s: ${torn} torn pinned, ${naivelyTorn} torn naive, ${generations.size} generations`,
  );
  expect(torn).toBe(0);
  expect(naivelyTorn).toBeGreaterThan(0);
  expect(generations.size).toBeGreaterThan(10);
});

describe('a rotation', () => {
  test('is announced within a second, time after time', async () => {
    const volume = scratch();
    rotate(volume, { password: '0' });
    await using mounted = await openMounted(volume);
    expect(mounted).toMatchObject({ kind: 'atomic', warnings: [] });
    const snapshots = mounted[Symbol.asyncIterator]();
    for (let version = 1; version <= 4; version++) {
      const next = snapshots.next();
      const swapped = performance.now();
      rotate(volume, { password: `${version}`, [`key-${version}`]: '' });
      const { value } = await next;
      expect(performance.now() - swapped).toBeLessThan(1_000);
      expect(textOf(value)).toEqual({ password: `${version}`, [`key-${version}`]: '' });
      expect(mounted.current).toBe(value);
    }
  });

  test('is announced where no more watches are to be had', async (context) => {
    try {
      execFileSync('unshare', ['-Ur', 'sh', '-c', 'echo 0 > /proc/sys/user/max_inotify_instances'], {
        stdio: 'ignore',
      });
    } catch {
      console.warn('skipped: running out of inotify instances takes user namespaces');
      context.skip();
    }
    const volume = scratch();
    rotate(volume, { password: 'old' });
    const follower = startProgram(
      'follower.ts',
      [volume],
      ['unshare', '-Ur', 'sh', '-c', 'echo 0 > /proc/sys/user/max_inotify_instances; exec "$@"', 'sh'],
    );
    expect(await follower.line()).toBe('old watch-failed');
    rotate(volume, { password: 'new' });
    expect(await follower.line()).toBe('new watch-failed');
    await follower.stop('SIGTERM');
  });

  test('with the same content is not announced', async () => {
    const volume = scratch();
    rotate(volume, { password: 'same' });
    await using mounted = await openMounted(volume);
    const before = mounted.current;
    rotate(volume, { password: 'same' });
    expect(mounted.refresh()).toBe(before);
  });

  test('that is not valid, or lacks a file, leaves the last good set current and says so', async () => {
    const volume = scratch();
    rotate(volume, { cert: '1', key: '1' });
    await using mounted = await openMounted(volume, {
      files: ['cert', 'key'],
      validate: ({ files }) => {
        if (!files.get('cert')?.equals(files.get('key') ?? Buffer.of())) throw new Error('key does not match');
      },
    });
    rotate(volume, { cert: '2', key: '1' });
    expect(textOf(mounted.refresh())).toEqual({ cert: '1', key: '1' });
    expect(mounted.warnings).toEqual([{ code: 'rejected', message: expect.stringContaining('key does not match') }]);
    rotate(volume, { cert: '3' });
    expect(textOf(mounted.refresh())).toEqual({ cert: '1', key: '1' });
    expect(mounted.warnings[0]?.message).toContain('ENOENT');
    rmSync(join(volume, '..data'));
    expect(textOf(mounted.refresh())).toEqual({ cert: '1', key: '1' });
    rotate(volume, { cert: '4', key: '4' });
    expect(textOf(mounted.refresh())).toEqual({ cert: '4', key: '4' });
    expect(mounted.warnings).toEqual([]);
  });
});

testAsRoot('a file mounted by subPath is recognised, before and after the volume moved on', async () => {
  const setup = 'mkdir app volume; echo one > volume/key; echo > app/key; mount --bind volume/key app/key';
  const found = await inNamespace({ setup }, async ({ lib, dir, fs }) => {
    const before = await lib.openMounted(`${dir}/app`);
    fs.rmSync(`${dir}/volume/key`);
    const after = await lib.openMounted(`${dir}/app`, { files: ['key'] });
    await Promise.all([before.close(), after.close()]);
    return [before, after].map(({ kind, warnings }) => [kind, warnings[0]?.code]);
  });
  expect(found).toEqual([
    ['subPath', 'sub-path'],
    ['subPath', 'sub-path'],
  ]);
});

test('a plain directory is followed, without the promise that its files match', async () => {
  const dir = scratch();
  writeFileSync(join(dir, 'a'), '1');
  await using mounted = await openMounted(dir, { pollMs: 20 });
  expect(mounted).toMatchObject({ kind: 'plain', warnings: [{ code: 'not-atomic' }] });
  writeFileSync(join(dir, 'a'), '22');
  await until('the change is seen', () => textOf(mounted.current)['a'] === '22');
});

test('nested keys, empty files and bytes that are no text', async () => {
  const volume = scratch();
  rotate(volume, { 'config/app/a.yaml': 'a: 1', empty: '' });
  await using mounted = await openMounted(volume);
  expect(textOf(mounted.current)).toEqual({ 'config/app/a.yaml': 'a: 1', empty: '' });
});

describe('is refused', () => {
  test('a missing directory, a missing file, a file instead of a directory', async () => {
    const dir = scratch();
    writeFileSync(join(dir, 'file'), '');
    await expect(openMounted(join(dir, 'no'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(openMounted(dir, { files: ['no'] })).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(openMounted(join(dir, 'file'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  test('a FIFO, without waiting for its other side', async () => {
    const dir = scratch();
    execFileSync('mkfifo', [join(dir, 'fifo')]);
    await expect(openMounted(dir, { files: ['fifo'] })).rejects.toMatchObject({ code: 'ERR_NOT_A_FILE' });
  });

  test('more than maxBytes, names that lead outside, NUL, and intervals of nothing', async () => {
    const dir = scratch();
    writeFileSync(join(dir, 'a'), '12345');
    await expect(openMounted(dir, { maxBytes: 4 })).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' });
    await using exact = await openMounted(dir, { maxBytes: 5 });
    expect(exact.current.files.get('a')).toHaveLength(5);
    for (const name of ['../x', '/etc/passwd', '..data/a', 'a//b', 'a\0', '']) {
      await expect(openMounted(dir, { files: [name] })).rejects.toMatchObject({ code: 'ERR_PATH_ESCAPE' });
    }
    await expect(openMounted('a\0b')).rejects.toMatchObject({ code: 'ERR_PATH_INVALID' });
    await expect(openMounted(dir, { pollMs: 0 })).rejects.toThrow(TypeError);
  });
});

test('closing, and an aborted signal, end every iteration', async () => {
  const volume = scratch();
  rotate(volume, { a: '1' });
  const abort = new AbortController();
  const mounted = await openMounted(volume, { signal: abort.signal });
  const waiting = [mounted[Symbol.asyncIterator]().next(), mounted[Symbol.asyncIterator]().next()];
  abort.abort();
  expect(await Promise.all(waiting)).toEqual([
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
  await mounted.close();
  expect(textOf(mounted.current)).toEqual({ a: '1' });
});

describe('what is not there yet', () => {
  test('an optional volume is followed from its first appearance', async () => {
    const volume = join(scratch(), 'volume');
    await using mounted = await openMounted(volume, { files: ['key'], optional: true, pollMs: 20 });
    expect(mounted).toMatchObject({ kind: 'plain', current: { missing: ['key'] } });
    expect(mounted.warnings.map(({ code }) => code)).toContain('missing-files');
    const snapshots = mounted[Symbol.asyncIterator]();
    const next = snapshots.next();
    mkdirSync(volume);
    rotate(volume, { key: '1' });
    expect(textOf((await next).value)).toEqual({ key: '1' });
    expect(mounted).toMatchObject({ kind: 'atomic', warnings: [] });
    const announced = snapshots.next();
    rotate(volume, { key: '2' });
    expect(textOf((await announced).value)).toEqual({ key: '2' });
  });

  test('without optional it is an error', async () => {
    await expect(openMounted(scratch(), { files: ['key'] })).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(openMounted(join(scratch(), 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a link that leads nowhere is one missing file', async () => {
    const dir = scratch();
    writeFileSync(join(dir, 'there'), 'x');
    symlinkSync('nowhere', join(dir, 'dangling'));
    await using mounted = await openMounted(dir);
    expect(textOf(mounted.current)).toEqual({ there: 'x' });
    expect(mounted.current.missing).toEqual(['dangling']);
    expect(mounted.warnings.map(({ code }) => code)).toEqual(['not-atomic', 'missing-files']);
  });
});

test('a ..data link with an absolute target', async () => {
  const volume = scratch();
  rotate(volume, { key: '1' });
  const target = join(volume, readlinkSync(join(volume, '..data')));
  rmSync(join(volume, '..data'));
  symlinkSync(target, join(volume, '..data'));
  await using mounted = await openMounted(volume);
  expect(textOf(mounted.current)).toEqual({ key: '1' });
  expect(mounted.kind).toBe('atomic');
});

test('one file can be followed alone', async () => {
  const volume = scratch();
  rotate(volume, { a: '1', b: '1' });
  await using mounted = await openMounted(volume);
  const changes = mounted.follow('a')[Symbol.asyncIterator]();
  const next = changes.next();
  rotate(volume, { a: '1', b: '2' });
  mounted.refresh();
  await new Promise((resolve) => setImmediate(resolve));
  rotate(volume, { a: '2', b: '2' });
  mounted.refresh();
  expect(`${(await next).value}`).toBe('2');
  const gone = changes.next();
  rotate(volume, { b: '3' });
  mounted.refresh();
  expect(await gone).toEqual({ done: false, value: undefined });
  expect(() => mounted.follow('../x')).toThrow(expect.objectContaining({ code: 'ERR_PATH_ESCAPE' }));
});

testAsRoot('links out of a directory to which others may write are not followed', async () => {
  const setup = 'mkdir -m 777 d; echo secret > outside; ln -s ../outside d/key';
  const found = await inNamespace({ setup }, async ({ lib, dir }) =>
    lib.openMounted(`${dir}/d`).then(
      () => 'read',
      ({ code }: { code: string }) => code,
    ),
  );
  expect(found).toBe('ERR_PATH_ESCAPE');
});
