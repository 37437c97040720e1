import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
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

  describe('each remedy, before and after', () => {
    const explain = async (path: string, options: ContainerOptions) => {
      const { code, stdout } = await run('cli', ['explain', '--json', path], options);
      const [attempt] = JSON.parse(stdout) as [Attempt];
      return { ...attempt, exit: code };
    };

    test('a read-only volume: the flag goes, and nothing is mounted inside', async () => {
      const volume = tmpfs('/data', { mode: '1777' });
      const readOnly = { ...volume, options: [...volume.options, 'ro'] };
      const before = await explain('/data/cache', { mounts: [readOnly] });
      expect(before).toMatchObject({ exit: 1, blockers: [{ on: '/data' }] });
      expect(before.remedy?.text).toMatch(/readOnly: true off the volume on \/data|writable where it is mounted first/);
      expect(before.remedy?.kubernetes ?? '').not.toContain('/data/cache');
      expect(await explain('/data/cache', { mounts: [volume] })).toMatchObject({ exit: 0, ok: true });
    });

    test('root without capabilities: as the owner of the directory, or with the capability', async () => {
      const mounts = [tmpfs('/data', { mode: '0755,uid=1000', gid: 1000 })];
      const before = await explain('/data', { uid: 0, mounts });
      expect(before).toMatchObject({ exit: 1, blockers: [{ kind: 'permission', owner: { uid: 1000 } }] });
      expect(before.remedy?.kubernetes).toContain('runAsUser: 1000, runAsGroup: 1000');
      expect(before.remedy?.text).toContain('DAC_OVERRIDE');
      expect(await explain('/data', { uid: 1000, mounts })).toMatchObject({ exit: 0 });
      expect(await explain('/data', { uid: 0, capabilities: ['CAP_DAC_OVERRIDE'], mounts })).toMatchObject({ exit: 0 });
    });

    test('OpenShift: the line of the Dockerfile lets any user of group 0 write', async () => {
      const user = { uid: 1_000_650_000, gid: 0, readOnlyRoot: false };
      const before = await explain('/opt/work', user);
      expect(before).toMatchObject({
        exit: 1,
        remedy: { dockerfile: expect.stringContaining('chmod -R g=u /opt/work') },
      });
      const commands = before.remedy?.dockerfile
        ?.replace('RUN ', '')
        .replaceAll('/opt/work', join(host.image, 'opt/work'));
      execFileSync('sh', ['-c', commands ?? '']);
      expect(await explain('/opt/work', user)).toMatchObject({ exit: 0 });
      expect(await explain('/opt/work', { ...user, uid: 1_000_990_000 })).toMatchObject({ exit: 0 });
    });

    test('a directory of the image: the line of the Dockerfile', async () => {
      const before = await explain('/opt/own', { readOnlyRoot: false });
      expect(before).toMatchObject({ exit: 1 });
      const command = before.remedy?.dockerfile?.replace('RUN ', '').replace('/opt/own', join(host.image, 'opt/own'));
      execFileSync('sh', ['-c', command ?? '']);
      expect(await explain('/opt/own', { readOnlyRoot: false })).toMatchObject({ exit: 0 });
    });

    test('a hostPath of root: the initContainer gives it away', async () => {
      const source = join(host.image, '../host-path');
      mkdirSync(source, { recursive: true });
      const mount = { destination: '/data', type: 'bind', source, options: ['rbind', 'rw'] };
      const before = await explain('/data', { mounts: [mount] });
      expect(before).toMatchObject({ exit: 1, blockers: [{ kind: 'permission', on: '/data' }] });
      const [, owner = '', dir = ''] = /\["chown", "([^"]+)", "([^"]+)"\]/.exec(before.remedy?.kubernetes ?? '') ?? [];
      expect(dir).toBe('/data');
      execFileSync('chown', [owner, source]);
      expect(await explain('/data', { mounts: [mount] })).toMatchObject({ exit: 0 });
    });

    test('the root itself: no volume, but a directory below', async () => {
      const before = await explain('/', {});
      expect(before).toMatchObject({ exit: 1 });
      expect(before.remedy?.kubernetes).toBeUndefined();
    });
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
