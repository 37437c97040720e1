import { describe, expect, test } from 'vitest';
import type { Blocker } from './attempt.js';
import { explain } from './explanation.js';
import { type Mount, parseMountinfo } from './mountinfo.js';
import { remedyFor } from './remedy.js';

const [rootMount, dataMount] = parseMountinfo(
  '1 0 0:2 / / ro - overlay overlay rw\n2 1 0:3 / /data rw - ext4 /dev/vdb rw',
);
const readOnly: Blocker = { kind: 'read-only-mount', on: '/app', ...(rootMount && { mount: rootMount }) };
const permission: Blocker = {
  kind: 'permission',
  on: '/app',
  owner: { uid: 0, gid: 0 },
  mode: 0o755,
  process: { uid: 65532, gid: 65532, groups: [65532, 2000] },
  confidence: 'certain',
};

describe('the seed story', () => {
  test('in one sentence', () => {
    expect(explain('/app/app-tmp', [readOnly, permission])).toBe(
      'cannot write to /app/app-tmp: the mount / (overlay) is read-only; and even if it were writable, ' +
        '/app is owned by 0:0 0755 and this process is uid 65532 gid 65532, groups 2000',
    );
  });

  test('with the YAML that ends it', () => {
    const remedy = remedyFor('/app/app-tmp', [readOnly, permission], rootMount);
    expect(remedy?.kubernetes).toBe(`spec:
  securityContext:
    runAsUser: 65532
    fsGroup: 65532
    fsGroupChangePolicy: OnRootMismatch
  containers:
    - name: app
      volumeMounts:
        - { name: app-tmp, mountPath: "/app/app-tmp" }
  volumes:
    - name: app-tmp
      emptyDir: { sizeLimit: 256Mi }
`);
    // An image can change owners, but not what is mounted read-only.
    expect(remedy?.dockerfile).toBeUndefined();
    expect(remedy?.systemd).toBe(
      [
        '[Service]',
        '# Better, as resolveWritableDir finds it by itself:',
        '# CacheDirectory=app-tmp (or StateDirectory=, RuntimeDirectory=)',
        'ReadWritePaths=/app/app-tmp',
        'ExecStartPre=+install -d -o 65532 -g 65532 -m 0700 /app/app-tmp',
      ].join('\n'),
    );
  });
});

test('a volume that refuses needs an fsGroup, not another volume', () => {
  const remedy = remedyFor('/data/x', [{ ...permission, on: '/data' }], dataMount);
  expect(remedy?.kubernetes).toBe(
    'spec:\n  securityContext:\n    runAsUser: 65532\n    fsGroup: 65532\n    fsGroupChangePolicy: OnRootMismatch\n',
  );
  expect(remedy?.dockerfile).toBeUndefined();
});

test('a full volume needs a larger one', () => {
  const remedy = remedyFor(
    '/data',
    [{ kind: 'no-space', on: '/data', free: 0, required: 1, unit: 'bytes' }],
    dataMount,
  );
  expect(remedy?.text).toContain('Remove files');
  expect(remedy?.kubernetes).toContain('sizeLimit: 1Gi');
  expect(remedy?.systemd).toBeUndefined();
});

test('names that mean something to YAML, a shell or systemd are quoted', () => {
  const remedy = remedyFor(`/a b/it's 100%`, [permission]);
  expect(remedy?.kubernetes).toContain(`{ name: it-s-100, mountPath: "/a b/it's 100%" }`);
  expect(remedy?.dockerfile).toContain(`'/a b/it'\\''s 100%'`);
  expect(remedy?.systemd).toContain(`"/a b/it's 100%%"`);
});

test.each([
  ['/true', 'true-volume'],
  ['/Null', 'null-volume'],
  ['/Ünï', 'n'],
  ['/123', 'writable'],
  [`/${'x'.repeat(80)}`, 'x'.repeat(63)],
])('the volume for %s is called %s', (path, name) => {
  expect(remedyFor(path, [permission])?.kubernetes).toContain(`{ name: ${name}, mountPath`);
});

describe('what would break the pod is not advised', () => {
  const mountOf = (line: string) => parseMountinfo(line)[0] as Mount;
  const refused = { ...permission, on: '/data' };

  test('no volume inside of a read-only one, on the root, or on a path with a colon', () => {
    const mount = mountOf('1 0 0:2 / /data ro - ext4 /dev/vdb rw');
    const inside = remedyFor('/data/cache', [{ kind: 'read-only-mount', on: '/data', mount }], mount);
    expect(inside?.kubernetes).toContain('mountPath: "/data", readOnly: false');
    expect(inside?.kubernetes).not.toContain('emptyDir');
    const server = { kind: 'read-only-filesystem', on: '/data', mount } as const;
    expect(remedyFor('/data/x', [server, refused], mount)?.kubernetes).toBeUndefined();
    for (const path of ['/', '/data:rw']) {
      expect(remedyFor(path, [readOnly, permission], rootMount)?.kubernetes).toBeUndefined();
    }
  });

  test('no line that a line feed would end', () => {
    expect(remedyFor('/a\nb', [permission])).toMatchObject({ kubernetes: expect.stringContaining('"/a\\nb"') });
    expect(Object.keys(remedyFor('/a\nb', [permission]) ?? {})).toEqual(['text', 'kubernetes']);
  });

  test.each([
    ['nfs4', '/', /on the server \(chown 65532:65532/, undefined],
    ['cifs', '/', /uid=65532,gid=65532/, undefined],
    ['ext4', '/srv/data', /initContainer/, /initContainers:.*"chown", "65532:65532", "\/data"/s],
    ['ext4', '/pods/u/volumes/kubernetes.io~csi/pvc/mount/sub', /initContainer/, /initContainers/],
    ['ext4', '/pods/u/volumes/kubernetes.io~csi/pvc/mount', /fsGroup/, /fsGroup: 65532/],
  ])(
    'a volume of type %s, of which %s is mounted, is given to the user in a way that works',
    (type, root, text, yaml) => {
      const remedy = remedyFor('/data/x', [refused], mountOf(`1 0 0:2 ${root} /data rw - ${type} server:/x rw`));
      expect(remedy?.text).toMatch(text);
      if (yaml === undefined) expect(remedy?.kubernetes).toBeUndefined();
      else expect(remedy?.kubernetes).toMatch(yaml);
    },
  );

  test('root without CAP_DAC_OVERRIDE hears of the capability, and runs as the owner', () => {
    const root = { ...refused, owner: { uid: 1000, gid: 1001 }, process: { uid: 0, gid: 0, groups: [0] } };
    const remedy = remedyFor('/data', [root], dataMount);
    expect(remedy?.text).toContain('CAP_DAC_OVERRIDE');
    expect(remedy?.kubernetes).toBe('spec:\n  securityContext: { runAsUser: 1000, runAsGroup: 1001 }\n');
  });

  test('OpenShift: group 0 with the rights of the owner, and no user', () => {
    const process = { uid: 1_000_650_000, gid: 0, groups: [0] };
    const remedy = remedyFor('/app/x', [{ ...permission, process }], rootMount);
    expect(remedy?.dockerfile).toBe('RUN mkdir -p /app/x && chgrp -R 0 /app/x && chmod -R g=u /app/x');
    expect(JSON.stringify(remedy)).not.toContain('1000650000,');
    expect(remedy?.kubernetes).not.toMatch(/runAsUser|fsGroup/);
  });

  test('a security module: where to look, and no fsGroup', () => {
    const blocker = { ...refused, owner: { uid: 65532, gid: 65532 }, confidence: 'likely' } as const;
    const remedy = remedyFor('/data/x', [blocker], dataMount);
    expect(remedy?.text).toMatch(/ACL .* security module/);
    expect(Object.keys(remedy ?? {})).toEqual(['text']);
  });

  test.each([
    ['/var/lib/app/x', 'StateDirectory=app/x'],
    ['/var/cache/app', 'CacheDirectory=app'],
    ['/run/app', 'RuntimeDirectory=app'],
  ])('systemd makes %s itself', (path, line) => {
    expect(remedyFor(path, [readOnly], rootMount)?.systemd).toBe(`[Service]\n${line}`);
  });

  test.each(['EMFILE', 'EFBIG', 'EIO', 'EDQUOT', 'EOVERFLOW', 'EPERM'])('%s is not cured by another name', (detail) => {
    expect(remedyFor('/x', [{ kind: 'other', on: '/x', detail }])?.text).not.toBe('Name another directory.');
  });
});

const otherKinds = [
  'not-a-directory',
  'symlink',
  'symlink-loop',
  'deleted',
  'missing',
  'name-too-long',
  'invalid-path',
  'immutable',
  'pseudo-fs',
  'untrusted-owner',
  'memory-backed',
  'ephemeral',
  'other',
] as const;

test.each(otherKinds)('%s has a sentence and an advice', (kind) => {
  expect(explain('/x', [{ kind, on: '/x', detail: 'EWHY, in words' }])).toMatch(/^cannot write to \/x: .{10,}/);
  expect(remedyFor('/x', [{ kind, on: '/x' }])?.text).toMatch(/.{20,}\.$/);
});

test('nothing in the way needs no remedy', () => {
  expect(remedyFor('/x', [])).toBeUndefined();
  expect(explain('/x', [])).toBe('/x can be written');
});
