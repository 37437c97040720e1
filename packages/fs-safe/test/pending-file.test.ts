import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createPendingFile, writeFileAtomic, writeFileAtomicSync } from '@org/fs-safe';
import { describe, expect, test } from 'vitest';
import { inNamespace, testAsRoot } from './support/namespace.js';
import { useScratch } from './support/scratch.js';

const scratch = useScratch();

describe('a pending file', () => {
  test('has its name, and its whole content, from commit on', async () => {
    const dir = scratch();
    const path = join(dir, 'file');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    await using file = await createPendingFile(path);
    await pipeline(Readable.from(['a'.repeat(100_000), 'b'.repeat(100_000)]), file.stream, { end: false });
    expect(readFileSync(path, 'utf8')).toBe('old');
    await file.commit();
    expect(readFileSync(path, 'utf8')).toBe('a'.repeat(100_000) + 'b'.repeat(100_000));
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(dir)).toEqual(['file']);
    await expect(file.commit()).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  test('also when the stream was ended before', async () => {
    const path = join(scratch(), 'file');
    await using file = await createPendingFile(path);
    file.stream.end('whole');
    await once(file.stream, 'finish');
    await file.commit();
    expect(readFileSync(path, 'utf8')).toBe('whole');
  });

  test('that is not committed leaves nothing', async () => {
    const dir = scratch();
    for (let round = 0; round < 3; round++) {
      await using file = await createPendingFile(join(dir, 'file'));
      file.stream.write('half');
      if (round === 1) await file.abort();
    }
    expect(readdirSync(dir)).toEqual([]);
  });

  testAsRoot('on a full disk: commit rejects, the old content stays', async () => {
    const setup = 'mkdir d; mount -t tmpfs -o size=64k tmpfs d; echo old > d/file';
    const found = await inNamespace({ setup }, async ({ lib, dir, fs }) => {
      const file = await lib.createPendingFile(`${dir}/d/file`);
      for (let chunk = 0; chunk < 10; chunk++) file.stream.write(Buffer.alloc(20_000));
      const error = await file
        .commit()
        .catch(({ code, message }: { code: string; message: string }) => ({ code, message }));
      return { error, content: fs.readFileSync(`${dir}/d/file`, 'utf8'), left: fs.readdirSync(`${dir}/d`) };
    });
    expect(found.error).toMatchObject({
      code: 'ENOSPC',
      message: expect.stringContaining('the old content is untouched'),
    });
    expect(found).toMatchObject({ content: 'old\n', left: ['file'] });
  });
});

describe('writing synchronously', () => {
  test('is the same as with a promise', () => {
    const dir = scratch();
    const path = join(dir, 'file');
    writeFileAtomicSync(path, 'new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o640);
    writeFileAtomicSync(path, new Uint8Array([1, 2]), { durable: 'file' });
    expect([...readFileSync(path)]).toEqual([1, 2]);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(dir)).toEqual(['file']);
    expect(() => writeFileAtomicSync(dir, 'x')).toThrow(expect.objectContaining({ code: 'ERR_NOT_A_FILE' }));
    expect(() => writeFileAtomicSync(join(dir, 'no/file'), 'x')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });
});

test('writes to one path are done in order, and one that fails holds none up', async () => {
  const path = join(scratch(), 'file');
  const writes = Array.from({ length: 50 }, (_, version) => writeFileAtomic(path, `${version}`, { durable: false }));
  const refused = writeFileAtomic(path, 'x', { reserveBytes: 2 ** 60 });
  const last = writeFileAtomic(path, 'last', { durable: false });
  await expect(refused).rejects.toMatchObject({ code: 'ENOSPC' });
  await Promise.all([...writes, last]);
  expect(readFileSync(path, 'utf8')).toBe('last');
});

test.each([
  [{ inplace: 'always' }, /unknown option "inplace"; valid options: .*inPlace/],
  [{ inPlace: 'yes' }, /inPlace must be one of never, fallback, always/],
  [{ mode: 0o10000 }, /mode must be an integer from 0 to 4095/],
  [{ owner: { uid: 1 } }, /owner.gid/],
])('options %j are refused', async (options, message) => {
  const path = join(scratch(), 'file');
  await expect(writeFileAtomic(path, 'x', options as object)).rejects.toThrow(message);
  expect(existsSync(path)).toBe(false);
});

testAsRoot('a file that is a mount is written in place when that is allowed', async () => {
  const setup =
    'mkdir app volume; echo "the old and longer content" > volume/key; touch app/key; mount --bind volume/key app/key';
  const found = await inNamespace({ setup }, async ({ lib, dir, fs }) => {
    const inode = fs.statSync(`${dir}/app/key`).ino;
    await lib.writeFileAtomic(`${dir}/app/key`, 'new', { inPlace: 'fallback' });
    const same = fs.statSync(`${dir}/app/key`).ino === inode;
    return { same, content: fs.readFileSync(`${dir}/volume/key`, 'utf8'), left: fs.readdirSync(`${dir}/app`) };
  });
  expect(found).toEqual({ same: true, content: 'new', left: ['key'] });
});
