import type { Attempt } from '@org/fs-safe';
import { expect } from 'vitest';
import { inNamespace, testAsRoot } from './support/namespace.js';

const kinds = (attempt: Attempt | undefined) => attempt?.blockers.map(({ kind }) => kind);

const readOnlyBind = 'mkdir ro; mount --bind ro ro; mount -o remount,bind,ro ro';

testAsRoot('1 a read-only bind mount of root: both blockers, in the order in which they bite', async () => {
  const { resolved, diagnosed } = await inNamespace(
    { setup: readOnlyBind, uid: 65532 },
    async ({ lib, dir, outcome }) => ({
      resolved: await outcome({ dir: `${dir}/ro/app-tmp` }),
      diagnosed: await lib.diagnose(`${dir}/ro/app-tmp`),
    }),
  );
  const [attempt] = resolved.attempts;
  expect(attempt).toMatchObject({ ok: false, code: 'EROFS', syscall: 'mkdir' });
  expect(kinds(attempt)).toEqual(['read-only-mount', 'permission']);
  expect(attempt?.message).toMatch(
    /read-only; and even if it were writable, .* is owned by 0:0 0755 and this process is uid 65532/,
  );
  expect(attempt?.remedy?.kubernetes).toMatch(/runAsUser: 65532.*fsGroup: 65532.*readOnly: false/s);
  expect(diagnosed.blockers).toEqual(attempt?.blockers);
});

testAsRoot('2 the same made writable: permission only', async () => {
  const { attempts } = await inNamespace({ setup: 'mkdir rw', uid: 65532 }, ({ dir, outcome }) =>
    outcome({ dir: `${dir}/rw/app-tmp` }),
  );
  expect(attempts[0]).toMatchObject({ code: 'EACCES' });
  expect(attempts[0]?.blockers).toMatchObject([
    { kind: 'permission', owner: { uid: 0 }, mode: 0o755, confidence: 'certain' },
  ]);
  expect(attempts[0]?.remedy?.dockerfile).toMatch(/^RUN install -d -o 65532 -g 65532 -m 0700 .*app-tmp$/);
});

testAsRoot('3 a read-only superblock', async () => {
  const { attempts } = await inNamespace({ setup: 'mkdir ro; mount -t tmpfs -o ro none ro' }, ({ dir, outcome }) =>
    outcome({ dir: `${dir}/ro/x` }),
  );
  expect(kinds(attempts[0])).toEqual(['read-only-filesystem']);
});

testAsRoot('4 read-only and our own: nothing but the mount', async () => {
  const setup = `${readOnlyBind.replace('mkdir ro', 'mkdir ro; chown 65532:65532 ro')}`;
  const { attempts } = await inNamespace({ setup, uid: 65532 }, ({ dir, outcome }) => outcome({ dir: `${dir}/ro/x` }));
  expect(kinds(attempts[0])).toEqual(['read-only-mount']);
});

testAsRoot('5 several missing names on a read-only mount: EROFS, never ENOENT', async () => {
  const { attempts } = await inNamespace({ setup: readOnlyBind }, ({ dir, outcome }) =>
    outcome({ dir: `${dir}/ro/a/b/c` }),
  );
  expect(attempts[0]).toMatchObject({ code: 'EROFS', blockers: [{ kind: 'read-only-mount' }] });
});

testAsRoot('7 a bind mount whose source was deleted', async () => {
  const setup = 'mkdir source gone; mount --bind source gone; rmdir source';
  const { attempts } = await inNamespace({ setup }, ({ dir, outcome }) => outcome({ dir: `${dir}/gone/x/y` }));
  expect(kinds(attempts[0])).toEqual(['deleted']);
});

testAsRoot('9 no bytes left: refused although mkdir succeeds, and nothing stays behind', async () => {
  const setup = 'mkdir full; mount -t tmpfs -o size=16k none full; head -c 100000 /dev/zero > full/x || true';
  const { attempts, left } = await inNamespace({ setup }, async ({ dir, fs, outcome }) => ({
    ...(await outcome({ dir: `${dir}/full/a/b` })),
    left: fs.readdirSync(`${dir}/full`),
  }));
  expect(attempts[0]).toMatchObject({ code: 'ENOSPC', syscall: 'write' });
  expect(kinds(attempts[0])).toEqual(['no-space']);
  expect(left).toEqual(['x']);
});

testAsRoot('10 no inodes left', async () => {
  const setup = 'mkdir full; mount -t tmpfs -o nr_inodes=2 none full; touch full/x';
  const { attempts } = await inNamespace({ setup }, ({ dir, outcome }) => outcome({ dir: `${dir}/full/a` }));
  expect(attempts[0]).toMatchObject({ code: 'ENOSPC', blockers: [{ kind: 'no-inodes', free: 0, unit: 'inodes' }] });
});

testAsRoot('29 stacked and shadowed mounts, and one reached by a link: the mount that counts', async () => {
  const setup = `mkdir -p a/b target; mount -t tmpfs -o size=1m first a; mkdir a/b; mount -t tmpfs -o size=2m inner a/b
    mount -t tmpfs -o size=3m second a; mkdir a/b; mount -t tmpfs -o size=4m linked target; ln -s target/ link; mkdir target/sub`;
  const mounts = await inNamespace({ setup }, async ({ dir, outcome }) => {
    const found = [];
    for (const path of ['a', 'a/b', 'link/sub']) found.push((await outcome({ dir: `${dir}/${path}` })).mount);
    return found.map((mount) => mount && [mount.source, mount.point.slice(dir.length)]);
  });
  expect(mounts).toEqual([
    ['second', '/a'],
    ['second', '/a'],
    ['linked', '/target'],
  ]);
});

testAsRoot('30 mount points with a space, a tab, a backslash and é', async () => {
  const setup = `name=$(printf 'a b\\tc\\\\dé'); mkdir "$name"; mount -t tmpfs none "$name"`;
  const { mount, name } = await inNamespace({ setup }, async ({ dir, fs, outcome }) => {
    const [name] = fs.readdirSync(dir);
    return { name, mount: (await outcome({ dir: `${dir}/${name}` })).mount };
  });
  expect(name).toBe('a b\tc\\dé');
  expect(mount?.point.endsWith(`/${name}`)).toBe(true);
});

testAsRoot('41 tmpfs is used with a warning, and passed over with avoidMemory', async () => {
  const setup = 'mkdir memory disk; mount -t tmpfs none memory';
  const { plain, avoiding, passed } = await inNamespace({ setup }, async ({ dir, outcome }) => {
    const env = { TMPDIR: `${dir}/memory` };
    const avoided = await outcome({ env, avoidMemory: true });
    return { plain: await outcome({ env }), avoiding: avoided, passed: avoided.attempts[0] };
  });
  expect(plain).toMatchObject({ source: 'tmpdir', memoryBacked: true, persistent: false, warnings: ['memory-backed'] });
  expect(kinds(passed)).toEqual(['memory-backed']);
  expect(avoiding.path).not.toContain('/memory/');
});

testAsRoot('state never falls back to storage that dies with the container', async () => {
  const setup = 'mkdir home ro; mount -t tmpfs none home';
  const outcomes = await inNamespace({ setup }, async ({ dir, outcome }) => ({
    implicit: await outcome({ purpose: 'state', env: { HOME: `${dir}/home`, TMPDIR: dir } }),
    explicit: await outcome({ purpose: 'state', dir: `${dir}/home/state`, env: {} }),
  }));
  expect(kinds(outcomes.implicit.attempts[0])).toEqual(['ephemeral']);
  expect(outcomes.implicit.attempts).toHaveLength(1);
  expect(outcomes.explicit.warnings).toContain('ephemeral-state');
});
