import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.js';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'fs-safe-cli-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const collect = (to: 'out' | 'err') => ({
    write: (text: string) => {
      said[to] += text;
    },
  });
  const code = await runCli(args, { stdout: collect('out'), stderr: collect('err') });
  return { code, ...said };
}

describe('explain', () => {
  test('0 for a directory that could be written, which is not made', async () => {
    expect(await run('explain', join(base, 'a/b'))).toEqual({ code: 0, out: `${base}/a/b: writable\n`, err: '' });
    expect(readdirSync(base)).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux')(
    '1 when one of several cannot, with every blocker and the remedy',
    async () => {
      const { code, out } = await run('explain', base, '/proc/x');
      expect(code).toBe(1);
      expect(out).toContain(
        `${base}: writable\n\n/proc/x: not writable\n  1. pseudo-fs  /proc is on a pseudo file system`,
      );
      expect(out).toContain('To fix it:\n  Name a directory outside /proc and /sys.');
    },
  );

  test('--json prints the attempts', async () => {
    const { code, out } = await run('explain', '--json', base);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([expect.objectContaining({ path: base, ok: true, blockers: [] })]);
  });
});

describe('where', () => {
  test('0 with the candidate that would be chosen, and nothing is made', async () => {
    const { code, out } = await run('where', '--name', 'app', '--dir', join(base, 'x'));
    expect({ code, out }).toEqual({ code: 0, out: `${base}/x (option)\n` });
    expect(readdirSync(base)).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux')('1 when there is none, with the reasons', async () => {
    const { code, out } = await run('where', '--name', 'app', '--dir', '/proc/x', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ attempts: [{ source: 'option', ok: false }] });
    expect((await run('where', '--name', 'app', '--dir', '/proc/x')).out).toMatch(
      /^nowhere\n {2}passed over: option: cannot/,
    );
  });
});

test.each([
  [[]],
  [['explain']],
  [['where']],
  [['where', '--name', '/']],
  [['what', 'x']],
  [['explain', '--what', 'x']],
])('2 for %o, with the usage on stderr', async (args) => {
  const { code, out, err } = await run(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('usage: fs-safe explain DIR...');
});

test('--help prints the usage and succeeds', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, err: '' });
});
