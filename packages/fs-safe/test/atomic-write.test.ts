import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  promises,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '@org/fs-safe';
import { describe, expect, test } from 'vitest';
import { type WriteCalls, writeWith } from '../src/atomic-write.js';
import { inNamespace, testAsRoot } from './support/namespace.js';
import { useScratch } from './support/scratch.js';

const scratch = useScratch();

/** A file with content, in a directory of its own. */
function target(content = 'old'): { dir: string; file: string } {
  const dir = scratch();
  const file = join(dir, 'file');
  writeFileSync(file, content);
  return { dir, file };
}

/** The real calls, with the handle that `open` gives out changed. */
function callsWith(change: (handle: promises.FileHandle) => Partial<promises.FileHandle>): WriteCalls {
  return {
    ...promises,
    open: async (...args) => {
      const handle = await promises.open(...args);
      return Object.assign(handle, change(handle));
    },
  };
}

describe('34 a write that stops half-way', () => {
  test('by short counts alone: it goes on where it stopped', async () => {
    const { file } = target();
    const short = callsWith((handle) => {
      const write = handle.write.bind(handle);
      // biome-ignore lint/suspicious/noExplicitAny: one of many overloads
      return { write: ((data: Buffer, offset: number, _: number, at: number) => write(data, offset, 1, at)) as any };
    });
    await writeWith(short, file, 'every byte of it');
    expect(readFileSync(file, 'utf8')).toBe('every byte of it');
  });

  test.each(['nothing more is taken', 'an error'])(
    'by %s: it rejects, the old content is intact, no temporary file',
    async (how) => {
      const { dir, file } = target();
      const failing = callsWith((handle) => {
        const write = handle.write.bind(handle);
        let calls = 0;
        const once = async (data: Buffer, offset: number, _: number, at: number) => {
          if (calls++ === 0) return write(data, offset, 3, at);
          if (how === 'an error') throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', errno: -28 });
          return { bytesWritten: 0, buffer: data };
        };
        // biome-ignore lint/suspicious/noExplicitAny: one of many overloads
        return { write: once as any };
      });
      await expect(writeWith(failing, file, 'new content')).rejects.toMatchObject({
        code: 'ENOSPC',
        message: expect.stringMatching(/no space .* the old content is untouched/),
      });
      expect(readFileSync(file, 'utf8')).toBe('old');
      expect(readdirSync(dir)).toEqual(['file']);
    },
  );

  test('and one whose sync fails', async () => {
    const { dir, file } = target();
    const failing = callsWith(() => ({
      sync: () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO', errno: -5 })),
    }));
    await expect(writeWith(failing, file, 'new')).rejects.toMatchObject({ code: 'EIO' });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(dir)).toEqual(['file']);
  });
});

testAsRoot('35 a target that is a mount of a single file: EBUSY explained, the old content intact', async () => {
  const setup = 'mkdir app volume; echo old > volume/key; touch app/key; mount --bind volume/key app/key';
  const found = await inNamespace({ setup }, async ({ lib, dir, fs }) => ({
    error: await lib.writeFileAtomic(`${dir}/app/key`, 'new').catch(({ code, message }) => ({ code, message })),
    content: fs.readFileSync(`${dir}/app/key`, 'utf8'),
    left: fs.readdirSync(`${dir}/app`),
  }));
  expect(found.error).toMatchObject({
    code: 'EBUSY',
    message: expect.stringContaining('mount of a single file (subPath)'),
  });
  expect(found).toMatchObject({ content: 'old\n', left: ['key'] });
});

test('36 a link planted at the very name of the temporary file: refused, and not written through', async () => {
  const { dir, file } = target();
  const victim = join(dir, 'victim');
  writeFileSync(victim, 'precious');
  const names: string[] = [];
  const planting: WriteCalls = {
    ...promises,
    open: async (path, ...rest) => {
      names.push(`${path}`);
      symlinkSync(victim, `${path}`);
      return promises.open(path, ...rest);
    },
  };
  for (const content of ['a', 'b']) {
    await expect(writeWith(planting, file, content)).rejects.toMatchObject({ code: 'EEXIST' });
  }
  expect(readFileSync(victim, 'utf8')).toBe('precious');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(names.every((name) => /\/\.[0-9a-f]{32}\.tmp$/.test(name))).toBe(true);
  expect(new Set(names.map((name) => name.split('/').at(-1))).size).toBe(2);
});

test('reserveBytes keeps space for others', async () => {
  const { file } = target();
  await expect(writeFileAtomic(file, 'new', { reserveBytes: 2 ** 60 })).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(readFileSync(file, 'utf8')).toBe('old');
  await writeFileAtomic(file, 'new', { reserveBytes: 1 });
  expect(readFileSync(file, 'utf8')).toBe('new');
});

testAsRoot('an unprivileged writer in a directory of root: the reason, not just EACCES', async () => {
  const setup = 'mkdir d; echo old > d/file; chmod 666 d/file';
  const error = await inNamespace({ setup, uid: 65532 }, ({ lib, dir }) =>
    lib.writeFileAtomic(`${dir}/d/file`, 'new').catch(({ code, message }) => ({ code, message })),
  );
  expect(error).toMatchObject({
    code: 'EACCES',
    message: expect.stringMatching(/owned by 0:0 0755 and this process is uid 65532/),
  });
});

describe('what is written', () => {
  test.each([true, 'file', false] as const)('text and bytes, durable: %s', async (durable) => {
    const { dir, file } = target();
    await writeFileAtomic(file, 'téxt', { durable });
    expect(readFileSync(file, 'utf8')).toBe('téxt');
    await writeFileAtomic(file, new Uint8Array([0, 255]), { durable });
    expect([...readFileSync(file)]).toEqual([0, 255]);
    await writeFileAtomic(file, '', { durable });
    expect(statSync(file).size).toBe(0);
    expect(readdirSync(dir)).toEqual(['file']);
  });

  test('mode: that of the old file, 0600 for a new one, or as told', async () => {
    const { dir, file } = target();
    chmodSync(file, 0o640);
    await writeFileAtomic(file, 'x');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    await writeFileAtomic(join(dir, 'new'), 'x');
    expect(statSync(join(dir, 'new')).mode & 0o777).toBe(0o600);
    await writeFileAtomic(file, 'x', { mode: 0o604 });
    expect(statSync(file).mode & 0o777).toBe(0o604);
  });

  test('a link is replaced, or with followTarget what it leads to', async () => {
    const { dir, file } = target();
    symlinkSync('file', join(dir, 'link'));
    await writeFileAtomic(join(dir, 'link'), 'through', { followTarget: true });
    expect(readFileSync(file, 'utf8')).toBe('through');
    expect(readlinkSync(join(dir, 'link'))).toBe('file');
    await writeFileAtomic(join(dir, 'link'), 'instead');
    expect(readFileSync(file, 'utf8')).toBe('through');
    expect(readFileSync(join(dir, 'link'), 'utf8')).toBe('instead');
    await writeFileAtomic(join(dir, 'fresh'), 'new', { followTarget: true });
    expect(readFileSync(join(dir, 'fresh'), 'utf8')).toBe('new');
  });

  test('readers see the old content or the new, never a part', async () => {
    const { file } = target('a'.repeat(50_000));
    const seen = new Set<string>();
    let writing = true;
    const reading = (async () => {
      while (writing) {
        const content = await promises.readFile(file, 'utf8');
        seen.add(`${content[0]}${content.length}`);
      }
    })();
    for (const letter of 'bcdefghij') await writeFileAtomic(file, letter.repeat(50_000), { durable: false });
    writing = false;
    await reading;
    expect([...seen].every((mark) => /^[a-j]50000$/.test(mark))).toBe(true);
  });
});

test('a directory, a FIFO and a missing directory are refused', async () => {
  const { dir } = target();
  mkdirSync(join(dir, 'sub'));
  execFileSync('mkfifo', [join(dir, 'fifo')]);
  for (const name of ['sub', 'fifo']) {
    await expect(writeFileAtomic(join(dir, name), 'x')).rejects.toMatchObject({ code: 'ERR_NOT_A_FILE' });
  }
  await expect(writeFileAtomic(join(dir, 'none/file'), 'x')).rejects.toMatchObject({
    code: 'ENOENT',
    message: expect.stringContaining('nothing was written'),
  });
  expect(readdirSync(dir).sort()).toEqual(['fifo', 'file', 'sub']);
});

test('NUL, other types, and a signal that was aborted', async () => {
  const { file } = target();
  await expect(writeFileAtomic('a\0b', 'x')).rejects.toMatchObject({ code: 'ERR_PATH_INVALID' });
  await expect(writeFileAtomic(file, 1 as unknown as string)).rejects.toThrow(TypeError);
  await expect(writeFileAtomic(file, 'x', { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
  expect(readFileSync(file, 'utf8')).toBe('old');
});
