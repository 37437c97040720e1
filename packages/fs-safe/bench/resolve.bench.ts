import { mkdirSync, mkdtempSync, promises, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveWritableDir, resolveWritableDirSync } from '@org/fs-safe';
import { afterAll, bench, describe } from 'vitest';

// What a caller would write without the library is the first of each group; the rest read as multiples of it.
const base = mkdtempSync(join(tmpdir(), 'fs-safe-bench-'));
const good = { name: 'app', dir: base, env: {} };
const fallBack = { name: 'app', preferred: '/proc/nowhere/app-tmp', env: { TMPDIR: base } };
mkdirSync(base, { recursive: true });
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('synchronous', () => {
  bench('mkdtempSync + rmdirSync', () => rmdirSync(mkdtempSync(join(base, 'app-'))));
  bench('resolveWritableDirSync + dispose, first candidate good', () => {
    using _ = resolveWritableDirSync(good);
  });
  bench('resolveWritableDirSync + dispose, with one fall back', () => {
    using _ = resolveWritableDirSync(fallBack);
  });
});

describe('asynchronous', () => {
  bench('mkdtemp + rmdir', async () => promises.rmdir(await promises.mkdtemp(join(base, 'app-'))));
  bench('resolveWritableDir + dispose, first candidate good', async () => {
    await using _ = await resolveWritableDir(good);
  });
  bench('resolveWritableDir + dispose, with one fall back', async () => {
    await using _ = await resolveWritableDir(fallBack);
  });
});
