import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FsSafeError, openMounted, openRoot, type ResolveOptions, type Root, writeFileAtomic } from './index.js';
import { parseMountinfo } from './mountinfo.js';
import { checkOptions } from './options.js';
import { parseTag } from './owner-tag.js';
import { runCli } from './run-cli.js';

// What names and paths are made of, so that inputs get past the first character.
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc
    .array(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '//',
        'a',
        'inside',
        'secret',
        '\0',
        '\n',
        ' ',
        '\\',
        '-',
        '\u001b[2J',
        '\u009b',
        '\u202e',
        'é',
        '\ud800',
        'x'.repeat(300),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

const unprintable = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

let base = '';
let outside = '';
let root: Root;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'fs-safe-hostile-'));
  outside = join(base, 'outside');
  mkdirSync(join(outside, 'root'), { recursive: true });
  writeFileSync(join(outside, 'secret'), 'secret');
  writeFileSync(join(outside, 'root', 'inside'), 'inside');
  if (process.platform === 'linux') root = await openRoot(join(outside, 'root'));
});
afterAll(async () => {
  await root?.close();
  rmSync(base, { recursive: true });
});

/** How a refusal must be: with a code, short, and nothing that a terminal would obey. */
function expectRefusal(error: unknown, codes: RegExp): void {
  expect(error).toBeInstanceOf(FsSafeError);
  const { code, message } = error as FsSafeError;
  expect(code).toMatch(codes);
  expect(message.length).toBeLessThan(500);
  expect(message).not.toMatch(unprintable);
}

describe.skipIf(process.platform !== 'linux')('whatever a path below a root says', () => {
  test('reading gives the file inside, or a refusal; never one outside', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom('forbid' as const, 'inside' as const), async (path, symlinks) => {
        const read = await root.readFile(path, { symlinks }).catch((error: unknown) => error);
        if (Buffer.isBuffer(read)) expect(read.toString()).toBe('inside');
        else
          expectRefusal(read, /^(ERR_PATH_ESCAPE|ERR_PATH_INVALID|ERR_NOT_A_FILE|ENOENT|ENOTDIR|EISDIR|ENAMETOOLONG)$/);
      }),
      { numRuns: 500 },
    );
  });

  test('making and removing changes nothing outside', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (path) => {
        for (const act of [root.mkdir(path), root.rm(path, { recursive: true })]) {
          const error = await act.then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error !== undefined) expectRefusal(error, /^(ERR_PATH_ESCAPE|ERR_PATH_INVALID|E[A-Z]+)$/);
        }
        writeFileSync(join(outside, 'root', 'inside'), 'inside');
        expect(readdirSync(outside).sort()).toEqual(['root', 'secret']);
      }),
      { numRuns: 200 },
    );
  });
});

test('a name of a mounted file is one inside, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (name) => {
      const dir = join(outside, 'root');
      const opened = await openMounted(dir, { files: [name] }).catch((error: unknown) => error as Error);
      if (opened instanceof Error) {
        expect(opened).toBeInstanceOf(FsSafeError);
        expect((opened as FsSafeError).code).toMatch(
          /^(ERR_PATH_ESCAPE|ERR_NOT_A_FILE|ENOENT|ENOTDIR|EISDIR|ENAMETOOLONG)$/,
        );
      } else {
        expect(opened.current.files.get(name)?.toString()).toBe('inside');
        await opened.close();
      }
    }),
    { numRuns: 300 },
  );
});

test('a file is written under the name that was given, or the name is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      hostile.filter((name) => !/^\/|\.\./.test(name)),
      async (name) => {
        const parent = mkdtempSync(join(base, 'write-'));
        const error = await writeFileAtomic(`${parent}/${name}`, 'x', { durable: false }).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined) expect((error as FsSafeError).code).toMatch(/^(ERR_[A-Z_]+|E[A-Z]+)$/);
        expect(readdirSync(parent).length).toBeLessThanOrEqual(error === undefined ? 1 : 0);
      },
    ),
    { numRuns: 150 },
  );
});

describe('options', () => {
  const keys = [
    'name',
    'purpose',
    'dir',
    'preferred',
    'env',
    'minFreeBytes',
    'avoidMemory',
    'private',
    'cleanup',
    'discover',
  ];

  test('whatever they are: settled, or a TypeError that is short and printable', () => {
    const junk = fc.oneof(hostile, fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true }));
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...keys), hostile), junk), (given) => {
        try {
          const { name, minimum } = checkOptions(given as unknown as ResolveOptions);
          expect(name).toMatch(/^[A-Za-z0-9][\w.-]{0,63}$/);
          expect(minimum.bytes).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          expect((error as Error).message.length).toBeLessThan(500);
          expect((error as Error).message).not.toMatch(unprintable);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

test('whatever the command line says: an answer or the usage, and nothing that a terminal would obey', async () => {
  const words = fc.array(
    fc.oneof(hostile, fc.constantFrom('explain', 'where', '--name', '--dir', '--purpose', '--', '--json')),
    {
      maxLength: 4,
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('explain', 'where', '--help'), words, async (command, rest) => {
      const said = { out: '', err: '' };
      const stdout = { write: (text: string) => (said.out += text) };
      const stderr = { write: (text: string) => (said.err += text) };
      const code = await runCli([command, ...rest], { stdout, stderr });
      expect(code === 2 ? said.err : said.out).not.toBe('');
      expect(code === 2 ? said.out : said.err).toBe('');
      if (!rest.includes('--json')) expect(said.out + said.err).not.toMatch(/[^\P{Cc}\n]/u);
    }),
    { numRuns: 300 },
  );
});

test('a megabyte of what the kernel might write is read at once', () => {
  const lines = [
    'a 0 0:0 / / rw - x x x\n'.repeat(45_000),
    ' '.repeat(2 ** 20),
    ' - '.repeat(350_000),
    '\\'.repeat(2 ** 20),
    `1 2 0:3 /${'\\040'.repeat(250_000)} /x rw - tmpfs none rw`,
  ];
  for (const text of lines) {
    const start = process.cpuUsage();
    parseMountinfo(text);
    parseTag('app', `app-${text}`);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1_000, JSON.stringify(text.slice(0, 20))).toBeLessThan(1_000);
  }
});
