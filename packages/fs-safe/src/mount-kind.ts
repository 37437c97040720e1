import { closeSync, constants, fstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tryCall } from './errno.js';
import { createHost, type Host } from './host.js';
import { mountIdOf } from './mounts.js';
import { O_PATH } from './pinned-dir.js';
import { currentGeneration } from './snapshot.js';

/**
 * How a directory gets its files: `atomic` through a kubelet's `..data`, `subPath` when files in it are mounts of
 * their own, which never change, `plain` otherwise.
 */
export type MountKind = 'atomic' | 'subPath' | 'plain';

/** Looks at the directory, and at `files` or what is in it. */
export function mountKindOf(dir: string, files: readonly string[] | undefined): MountKind {
  if (currentGeneration(dir) !== undefined) return 'atomic';
  const host = createHost();
  const own = mountOfPath(host, dir);
  const names = files ?? tryCall(() => readdirSync(dir)) ?? [];
  const others = names.map((name) => mountOfPath(host, join(dir, name)));
  return others.some((other) => other !== undefined && own !== undefined && (other.id !== own.id || other.deleted))
    ? 'subPath'
    : 'plain';
}

function mountOfPath(host: Host, path: string): { readonly id: number; readonly deleted: boolean } | undefined {
  return tryCall(() => {
    const fd = openSync(path, O_PATH | (constants.O_NOFOLLOW ?? 0));
    try {
      const id = mountIdOf(host, fd);
      return id === undefined ? undefined : { id, deleted: fstatSync(fd).nlink === 0 };
    } finally {
      closeSync(fd);
    }
  });
}
