import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attempt, Mount } from '@org/fs-safe';
import { build } from 'tsup';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ContainerSetup, canRunContainers, runInContainer, tmpfs } from './support/container.js';
import { useScratch } from './support/scratch.js';

if (!canRunContainers) console.warn('skipped: the cases in a real container take root and runc');

interface Report {
  readonly plain: string;
  readonly dry: Attempt;
  readonly path: string;
  readonly source: string;
  readonly mount: Mount;
  readonly attempts: readonly Attempt[];
}

const kinds = ({ blockers }: Attempt) => blockers.map(({ kind }) => kind);

describe.skipIf(!canRunContainers)('in a container, as uid 65532 in a root directory that belongs to root', () => {
  const scratch = useScratch();
  const bundle = join(import.meta.dirname, '../node_modules/.cache/container');
  const service = [join(bundle, 'service.mjs')];
  const command = join(bundle, 'cli.mjs');
  const report = async (setup: ContainerSetup): Promise<Report> =>
    JSON.parse((await runInContainer(scratch(), service, setup)).stdout);

  beforeAll(() =>
    build({
      config: false,
      silent: true,
      entry: {
        service: join(import.meta.dirname, 'support/in-container.ts'),
        cli: join(import.meta.dirname, '../src/cli.ts'),
      },
      outDir: bundle,
      format: 'esm',
      // One file each is what is mounted into the container.
      splitting: false,
      clean: true,
      outExtension: () => ({ js: '.mjs' }),
      target: 'node20',
      noExternal: [/^@org\//],
      esbuildOptions: (options) => {
        options.conditions = ['@org/source'];
      },
    }),
  );

  test('root read-only: both blockers at once, and the mounted /tmp is used', async () => {
    const found = await report({ readOnlyRoot: true, mounts: [tmpfs('/tmp', '1777')] });
    expect(found.plain).toBe('EROFS');
    expect(kinds(found.dry)).toEqual(['read-only-mount', 'permission']);
    const [first, second] = found.attempts as [Attempt, Attempt];
    expect(first).toMatchObject({ path: '/app-tmp', source: 'preferred', code: 'EROFS' });
    expect(kinds(first)).toEqual(['read-only-mount', 'permission']);
    expect(first.message).toBe(
      'cannot write to /app-tmp: the mount / (overlay) is read-only; ' +
        'and even if it were writable, / is owned by 0:0 0755 and this process is uid 65532 gid 65532',
    );
    expect(second).toMatchObject({ path: '/tmp', source: 'tmpdir', ok: true });
    expect(found).toMatchObject({ source: 'tmpdir', memoryBacked: true, mount: { point: '/tmp', fsType: 'tmpfs' } });
    expect(found.path).toMatch(/^\/tmp\/bff-/);
  });

  test('root writable: permission only, with the volume that removes it', async () => {
    const found = await report({ readOnlyRoot: false, mounts: [tmpfs('/tmp', '1777')] });
    expect(found.plain).toBe('EACCES');
    const [first] = found.attempts as [Attempt];
    expect(first.blockers).toMatchObject([
      { kind: 'permission', on: '/', owner: { uid: 0, gid: 0 }, process: { uid: 65532 }, confidence: 'certain' },
    ]);
    expect(first.remedy?.kubernetes).toMatch(/fsGroup: 65532.*mountPath: "\/app-tmp".*emptyDir: \{ sizeLimit/s);
    expect(first.remedy?.dockerfile).toBe('RUN install -d -o 65532 -g 65532 -m 0700 /app-tmp');
  });

  test('root read-only with the volume of the remedy: the directory that was wanted', async () => {
    const mounts = [tmpfs('/tmp', '1777'), tmpfs('/app-tmp', '2777', 65532)];
    const found = await report({ readOnlyRoot: true, mounts });
    expect(found).toMatchObject({ source: 'preferred', dry: { ok: true }, mount: { point: '/app-tmp' } });
  });

  test('nothing writable at all: every candidate with its reason', async () => {
    const { code, stderr: failure } = await runInContainer(scratch(), service, { readOnlyRoot: true });
    expect(code).toBe(1);
    expect(failure).toContain('no writable directory for bff (tmp)');
    expect(failure).toContain('preferred: cannot write to /app-tmp: the mount / ');
    expect(failure).toContain('tmpdir: cannot write to /tmp: the mount / ');
    expect(failure).toContain('emptyDir: { sizeLimit: 256Mi }');
  });

  test.each([
    [true, '../README.md'],
    [false, '../../../docs/filesystem.md'],
  ])('read-only root %s: the command prints what %s shows', async (readOnlyRoot, page) => {
    const { code, stdout } = await runInContainer(scratch(), [command, 'explain', 'app-tmp'], { readOnlyRoot });
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('app-tmp: not writable') });
    expect(readFileSync(join(import.meta.dirname, page), 'utf8')).toContain(stdout);
  });
});
