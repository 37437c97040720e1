import { promises, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type WriteCalls, writeWith } from '../src/atomic-write.js';
import { useScratch } from './support/scratch.js';

const scratch = useScratch();
const errors = `EIO ENOSPC EDQUOT EROFS ESTALE EACCES EPERM EBUSY EXDEV EINTR EAGAIN ENOMEM EMFILE ENFILE EFBIG ENOLCK
  ENOTSUP EINVAL ENODEV ETIMEDOUT`.split(/\s+/);

function systemError(code: string, syscall: string): Error {
  const errno = -((constants.errno as Record<string, number>)[code] ?? 5);
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, errno, syscall });
}

/** The real calls, of which the one with this number fails; `lost` when it does its work first, as a server may. */
function failingAt(
  number: number,
  code: string,
  lost: boolean,
): { calls: WriteCalls; reached: () => string | undefined } {
  let count = 0;
  let reached: string | undefined;
  const wrap = <A extends unknown[], T>(name: string, call: (...args: A) => Promise<T>) => {
    return async (...args: A): Promise<T> => {
      if (++count !== number) return call(...args);
      reached = name;
      if (lost) await call(...args);
      throw systemError(code, name);
    };
  };
  const calls = {
    lstat: wrap('lstat', promises.lstat as (path: string) => Promise<unknown>),
    realpath: wrap('realpath', promises.realpath as (path: string) => Promise<unknown>),
    statfs: wrap('statfs', promises.statfs as (path: string) => Promise<unknown>),
    rename: wrap('rename', promises.rename),
    unlink: promises.unlink,
    open: wrap('open', async (path: string, flags: number, mode?: number) => {
      const handle = await promises.open(path, flags, mode);
      const close = handle.close.bind(handle);
      for (const name of ['write', 'sync', 'stat', 'chmod', 'chown'] as const) {
        // biome-ignore lint/suspicious/noExplicitAny: five methods of five types
        (handle as any)[name] = wrap(name, (handle[name] as any).bind(handle));
      }
      handle.close = async () => {
        const failed = ++count === number;
        await close();
        if (!failed) return;
        reached = 'close';
        throw systemError(code, 'close');
      };
      return handle;
    }),
  } as unknown as WriteCalls;
  return { calls, reached: () => reached };
}

test.each(errors)(
  '%s at every call of a write: old or new content whole, the message says which, no litter',
  async (code) => {
    const reachedCalls = new Set<string>();
    for (const before of ['old', undefined]) {
      for (const lost of [false, true]) {
        for (let number = 1; ; number++) {
          const dir = scratch();
          const file = join(dir, 'file');
          if (before !== undefined) writeFileSync(file, before, { mode: 0o640 });
          const { calls, reached } = failingAt(number, code, lost);
          const options = { followTarget: true, reserveBytes: 1 };
          const error = await writeWith(calls, file, 'new', options).then(
            () => undefined,
            (reason: { code: string; message: string }) => reason,
          );
          const call = reached();
          if (call === undefined) break;
          reachedCalls.add(call);
          const content = readdirSync(dir).includes('file') ? readFileSync(file, 'utf8') : undefined;
          const where = `${code} at call ${number}, ${call}`;
          expect(readdirSync(dir), where).toEqual(content === undefined ? [] : ['file']);
          if (error === undefined) {
            expect(content, where).toBe('new');
            continue;
          }
          expect(error.code, where).toBe(code);
          expect(error.message, where).not.toContain('/proc/self/fd');
          if (/new content/.test(error.message)) expect(content, where).toBe('new');
          else {
            expect(error.message, where).toMatch(
              before === undefined ? /nothing was written/ : /the old content is untouched/,
            );
            expect(content, where).toBe(before);
          }
        }
      }
    }
    expect([...reachedCalls]).toEqual(
      expect.arrayContaining(['realpath', 'lstat', 'statfs', 'open', 'stat', 'write', 'sync', 'close', 'rename']),
    );
  },
);
