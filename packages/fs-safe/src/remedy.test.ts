import { describe, expect, test } from 'vitest';
import type { Blocker } from './attempt.js';
import { explain } from './explanation.js';
import { parseMountinfo } from './mountinfo.js';
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
  securityContext: { runAsUser: 65532, fsGroup: 65532, fsGroupChangePolicy: OnRootMismatch }
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
      '[Service]\nReadWritePaths=/app/app-tmp\nExecStartPre=+install -d -o 65532 -g 65532 -m 0700 /app/app-tmp',
    );
  });
});

test('a volume that refuses needs an fsGroup, not another volume', () => {
  const remedy = remedyFor('/data/x', [{ ...permission, on: '/data' }], dataMount);
  expect(remedy?.kubernetes).toBe(
    'spec:\n  securityContext: { runAsUser: 65532, fsGroup: 65532, fsGroupChangePolicy: OnRootMismatch }\n',
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
  ['/', 'writable'],
  ['/Ünï', 'n'],
  ['/123', 'writable'],
  [`/${'x'.repeat(80)}`, 'x'.repeat(63)],
])('the volume for %s is called %s', (path, name) => {
  expect(remedyFor(path, [permission])?.kubernetes).toContain(`{ name: ${name}, mountPath`);
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
