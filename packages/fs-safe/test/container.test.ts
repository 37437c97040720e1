import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attempt, Mount } from '@org/fs-safe';
import {
  ContainerHost,
  type ContainerOptions,
  type ContainerResult,
  containersMissing,
  makeNodeImage,
  tmpfs,
} from '@org/testing';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const missing = containersMissing();
if (missing) console.warn(`skipped: the cases in a real container: ${missing}`);

interface Report {
  readonly plain: string;
  readonly dry: Attempt;
  readonly path: string;
  readonly source: string;
  readonly mount: Mount;
  readonly attempts: readonly Attempt[];
}

const kinds = ({ blockers }: Attempt) => blockers.map(({ kind }) => kind);

describe.skipIf(missing)('in a container, as uid 65532 in a root directory that belongs to root', () => {
  let host: ContainerHost;
  const run = (program: string, args: readonly string[], options: ContainerOptions): Promise<ContainerResult> =>
    host.run(['/usr/bin/node', `/opt/${program}.mjs`, ...args], options);
  const report = async (options: ContainerOptions): Promise<Report> =>
    JSON.parse((await run('service', [], options)).stdout);

  beforeAll(async () => {
    host = new ContainerHost();
    makeNodeImage(host.image);
    await build({
      config: false,
      silent: true,
      entry: {
        service: join(import.meta.dirname, 'support/in-container.ts'),
        cli: join(import.meta.dirname, '../src/cli.ts'),
      },
      outDir: join(host.image, 'opt'),
      format: 'esm',
      outExtension: () => ({ js: '.mjs' }),
      target: 'node20',
      noExternal: [/^@org\//],
      esbuildOptions: (options) => {
        options.conditions = ['@org/source'];
      },
    });
  });
  afterAll(() => host?.[Symbol.asyncDispose]());

  test('root read-only: both blockers at once, and the mounted /tmp is used', async () => {
    const found = await report({ readOnlyRoot: true, mounts: [tmpfs('/tmp')] });
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
    const found = await report({ readOnlyRoot: false, mounts: [tmpfs('/tmp')] });
    expect(found.plain).toBe('EACCES');
    const [first] = found.attempts as [Attempt];
    expect(first.blockers).toMatchObject([
      { kind: 'permission', on: '/', owner: { uid: 0, gid: 0 }, process: { uid: 65532 }, confidence: 'certain' },
    ]);
    expect(first.remedy?.kubernetes).toMatch(/fsGroup: 65532.*mountPath: "\/app-tmp".*emptyDir: \{ sizeLimit/s);
    expect(first.remedy?.dockerfile).toBe('RUN install -d -o 65532 -g 65532 -m 0700 /app-tmp');
  });

  test('root read-only with the volume of the remedy: the directory that was wanted', async () => {
    const mounts = [tmpfs('/tmp'), tmpfs('/app-tmp', { mode: '2777', gid: 65532 })];
    const found = await report({ readOnlyRoot: true, mounts });
    expect(found).toMatchObject({ source: 'preferred', dry: { ok: true }, mount: { point: '/app-tmp' } });
  });

  test('nothing writable at all: every candidate with its reason', async () => {
    const { code, stderr: failure } = await run('service', [], { readOnlyRoot: true });
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
    const { code, stdout } = await run('cli', ['explain', 'app-tmp'], { readOnlyRoot });
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('app-tmp: not writable') });
    expect(readFileSync(join(import.meta.dirname, page), 'utf8')).toContain(stdout);
  });
});
