import { describe, expect, test } from 'vitest';
import { candidates } from './candidates.js';
import { parseMountinfo } from './mountinfo.js';
import { checkOptions, type ResolveOptions } from './options.js';

const mountinfo = `
1 0 254:0 / / rw - ext4 /dev/vda rw
2 1 0:5 / /proc rw - proc proc rw
3 1 0:6 / /dev rw - tmpfs tmpfs rw
4 1 0:7 / /data rw - ext4 /dev/vdb rw
5 1 0:8 / /frozen ro - ext4 /dev/vdc rw
6 1 0:9 / /frozen-too rw - ext4 /dev/vdd ro
7 1 254:0 /pods/hosts /etc/hosts rw - ext4 /dev/vda rw
8 1 254:0 /kubelet/pods/u/volumes/kubernetes.io~empty-dir/x /scratch rw - ext4 /dev/vda rw
9 1 0:9 / /procession rw - ext4 /dev/vdd rw`;

function places(options: Partial<ResolveOptions>): string[] {
  const wanted = checkOptions({ name: 'my-app', env: {}, ...options });
  return [...candidates(wanted, () => parseMountinfo(mountinfo))].map(
    ({ source, path, problem }) => `${source} ${path}${problem ? ` (${problem.kind})` : ''}`,
  );
}

const always = ['well-known /tmp', 'well-known /var/tmp', 'shm /dev/shm'];

describe.skipIf(process.platform !== 'linux')('the order of candidates', () => {
  test('everything at once', () => {
    const env = {
      MY_APP_CACHE_DIR: '/env',
      CACHE_DIRECTORY: '/systemd:/other',
      XDG_CACHE_HOME: '/xdg',
      TMPDIR: '/tmpdir',
    };
    expect(places({ purpose: 'cache', dir: '/dir/', preferred: '/preferred', env, discover: true })).toEqual([
      'option /dir',
      'env:MY_APP_CACHE_DIR /env',
      'systemd /systemd',
      'preferred /preferred',
      'xdg /xdg/my-app',
      'tmpdir /tmpdir',
      'well-known /tmp',
      'well-known /var/tmp',
      'mount /scratch',
      'mount /data',
      'mount /procession',
      'shm /dev/shm',
    ]);
  });

  test('nothing set', () => expect(places({})).toEqual(['tmpdir /tmp', ...always]));

  test('tmp reads no variables of other purposes', () => {
    const env = { CACHE_DIRECTORY: '/a', XDG_CACHE_HOME: '/b', XDG_RUNTIME_DIR: '/c', HOME: '/d' };
    expect(places({ env })).toEqual(['tmpdir /tmp', ...always]);
  });

  test('state has no temporary places; discovered mounts get a directory of its own', () => {
    const env = { HOME: '/home/me', TMPDIR: '/tmpdir' };
    expect(places({ purpose: 'state', env })).toEqual(['xdg /home/me/.local/state/my-app']);
    expect(places({ purpose: 'state', env, discover: true })).toContain('mount /data/my-app');
    expect(places({ purpose: 'state', env: { STATE_DIRECTORY: '/var/lib/app' } })).toContain('systemd /var/lib/app');
  });

  test('a relative XDG value is reported, and then as if it were not set', () => {
    const env = { XDG_CACHE_HOME: 'cache', HOME: '/home/me' };
    expect(places({ purpose: 'cache', env }).slice(0, 2)).toEqual([
      'xdg cache (invalid-path)',
      'xdg /home/me/.cache/my-app',
    ]);
  });

  test('empty variables are as if they were not set', () => {
    const env = { MY_APP_TMP_DIR: '', TMPDIR: '', TMP: '', TEMP: '/temp' };
    expect(places({ env })[0]).toBe('tmpdir /temp');
  });

  test('relative paths from code are relative to the working directory, those from variables mean nothing', () => {
    expect(places({ preferred: 'app-tmp' })[0]).toBe(`preferred ${process.cwd()}/app-tmp`);
    expect(places({ env: { MY_APP_TMP_DIR: 'app-tmp' } })[0]).toBe('env:MY_APP_TMP_DIR app-tmp (invalid-path)');
  });
});

test.each([
  [{ name: '' }, /^name must be 1 to 64 letters.* not ""$/],
  [{ name: '../x' }, /^name must be/],
  [{ name: 'a\0b' }, /^name must be.*"a\\u0000b"$/],
  [{ name: 'x'.repeat(65) }, /^name must be/],
  [{ name: 1 }, /^name must be.*not 1$/],
  [{ name: 'a', purpose: 'temp' }, /^purpose must be one of tmp, cache, runtime, state, not "temp"$/],
  [{ name: 'a', dir: 1 }, /^dir must be a string, not 1$/],
  [{ name: 'a', cleanup: 'always' }, /^cleanup must be one of/],
  [{ name: 'a', onExplicitFailure: 'ignore' }, /^onExplicitFailure must be one of throw, fallback/],
  [{ name: 'a', minFreeBytes: -1 }, /^minFreeBytes must be a number of 0 or more, not -1$/],
  [{ name: 'a', sweepOlderThanMs: Number.NaN }, /^sweepOlderThanMs must be/],
  [{ name: 'a', discover: 'yes' }, /^discover must be true or false, not "yes"$/],
  [{ name: 'a', directory: '/x' }, /^there is no option "directory"/],
  [undefined, /^options must be an object/],
])('options %o are refused', (options, message) => {
  expect(() => checkOptions(options as unknown as ResolveOptions)).toThrow(TypeError);
  expect(() => checkOptions(options as unknown as ResolveOptions)).toThrow(message);
});
