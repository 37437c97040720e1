import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Blocker, Mount } from '@org/fs-safe';
import { describe, expect, test } from 'vitest';
import { parseMountinfo } from '../src/mountinfo.js';
import { remedyFor } from '../src/remedy.js';
import { useScratch } from './support/scratch.js';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!hasKubectl) console.warn('skipped: trying the manifests takes kubectl');
const scratch = useScratch();

const pod = `apiVersion: v1
kind: Pod
metadata: { name: app }
spec:
  containers:
    - { name: app, image: app }
`;
const owner = { uid: 0, gid: 0 };
const user = { uid: 65532, gid: 65532, groups: [65532] };
const permission = { kind: 'permission', owner, mode: 0o755, confidence: 'certain' } as const;
const mounts = parseMountinfo(
  `1 0 0:2 / / ro - overlay overlay rw
2 1 0:3 / /data ro - ext4 /dev/vdb rw
3 1 0:4 /srv/x /host rw - ext4 /dev/vdc rw`,
);
const [root, data, host] = mounts;
type Situation = [string, string, Blocker[], Mount | undefined];
const situations: Situation[] = [
  ...['/true', '/yes', '/null', '/1', '/ö/~', '/a b/"quoted"', '/x\ny', '/no'].map(
    (path): Situation => [
      'a place on the root',
      path,
      [
        { kind: 'read-only-mount', on: '/', ...(root && { mount: root }) },
        { ...permission, on: '/', process: user },
      ],
      root,
    ],
  ),
  ['a read-only volume', '/data/x', [{ kind: 'read-only-mount', on: '/data', ...(data && { mount: data }) }], data],
  ['a host path', '/host/x', [{ ...permission, on: '/host', process: user }], host],
  ['root', '/x', [{ ...permission, on: '/', owner: { uid: 7, gid: 7 }, process: { uid: 0, gid: 0 } }], undefined],
  ['OpenShift', '/x', [{ ...permission, on: '/', process: { uid: 1_000_650_000, gid: 0 } }], undefined],
];

describe.skipIf(!hasKubectl)('kubectl decodes and applies the manifest', () => {
  test.each(situations)('of %s, %j', (_, path, blockers, mount) => {
    const dir = scratch();
    const kubernetes = remedyFor(path, blockers, mount)?.kubernetes ?? '';
    expect(kubernetes).toMatch(/^spec:\n/);
    writeFileSync(join(dir, 'pod.yaml'), pod);
    writeFileSync(join(dir, 'patch.yaml'), kubernetes);
    const args = [
      'patch',
      '--local',
      '-f',
      join(dir, 'pod.yaml'),
      '--patch-file',
      join(dir, 'patch.yaml'),
      '-o',
      'json',
    ];
    const { status, stdout, stderr } = spawnSync('kubectl', args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { containers, initContainers = [], volumes = [] } = JSON.parse(stdout).spec;
    const mounted = [...containers, ...initContainers].flatMap(({ volumeMounts = [] }) => volumeMounts);
    for (const { name, mountPath } of mounted) {
      expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
      if (volumes.length > 0) expect([volumes[0].name, mountPath]).toEqual([name, path]);
    }
  });
});
