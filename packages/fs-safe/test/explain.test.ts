import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '@org/fs-safe';
import { describe, expect, test } from 'vitest';
import { inNamespace, testAsRoot, testAsRootWith } from './support/namespace.js';
import { useScratch } from './support/scratch.js';

const scratch = useScratch();
const landlock = join(import.meta.dirname, 'support/landlock.py');
const hasLandlock = spawnSync('python3', [landlock, 'true']).status === 0;
if (!hasLandlock) console.warn('skipped: the test of Landlock takes Linux 5.13 with Landlock, and python3');
const testWithLandlock = hasLandlock ? testAsRoot : test.skip;

describe('what only trying tells', () => {
  testWithLandlock('Landlock: found by trying, and no fsGroup is advised', async () => {
    const wrapper = ['python3', landlock];
    const found = await inNamespace({ setup: 'mkdir d', wrapper }, async ({ lib, dir, outcome }) => ({
      looked: await lib.diagnose(`${dir}/d`, { probe: false }),
      tried: await lib.diagnose(`${dir}/d`),
      below: await lib.diagnose(`${dir}/d/x/y`),
      resolved: await outcome({ dir: `${dir}/d` }),
    }));
    expect(found.looked).toMatchObject({ ok: true });
    for (const attempt of [found.tried, found.below, found.resolved.attempts[0]]) {
      expect(attempt).toMatchObject({
        ok: false,
        code: 'EACCES',
        blockers: [{ kind: 'permission', confidence: 'likely' }],
      });
      expect(attempt?.remedy).toEqual({ text: expect.stringContaining('Landlock') });
    }
  });

  testAsRootWith('prlimit')('the limit of the size of files', async () => {
    const wrapper = ['prlimit', '--fsize=0'];
    const found = await inNamespace({ setup: 'mkdir d', wrapper }, async ({ lib, dir, fs }) => {
      const { ok, code, remedy } = await lib.diagnose(`${dir}/d`);
      return { ok, code, text: remedy?.text, left: fs.readdirSync(`${dir}/d`) };
    });
    expect(found).toEqual({ ok: false, code: 'EFBIG', text: expect.stringContaining('ulimit -f'), left: [] });
  });

  testAsRootWith('chattr')('an immutable directory needs no trying', async () => {
    const setup = 'mkdir i; chattr +i i';
    const found = await inNamespace({ setup }, async ({ lib, dir }) => (await lib.diagnose(`${dir}/i`)).blockers);
    expect(found).toMatchObject([{ kind: 'immutable' }]);
  });
});

test('trying leaves nothing, neither in a directory nor above one that is missing', async () => {
  const base = scratch();
  mkdirSync(join(base, 'there'));
  expect(await diagnose(join(base, 'there'))).toMatchObject({ ok: true });
  expect(await diagnose(join(base, 'not/there'))).toMatchObject({ ok: true });
  expect(readdirSync(base)).toEqual(['there']);
  expect(readdirSync(join(base, 'there'))).toEqual([]);
});
