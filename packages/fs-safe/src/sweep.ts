import { promises } from 'node:fs';
import { attempt } from './errno.js';
import { isMemoryType } from './filesystem-type.js';
import type { Host } from './host.js';
import { isAlive, parseTag } from './owner-tag.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';

/** A directory of an earlier run, held open until it is removed. */
export interface Stale {
  readonly base: PinnedDir;
  readonly name: string;
  readonly dir: PinnedDir;
}

/**
 * The private directories of program `name` in `base` whose owners are gone: looked up when the owner ran in this
 * container, otherwise told by a heartbeat older than `olderThanMs`. Never another user's, never a link.
 */
export function findStale(host: Host, base: PinnedDir, name: string, olderThanMs: number): Stale[] {
  if (hasNoDirectories(base)) return [];
  const entries = attempt(() => host.fs.readdirSync(base.self)) ?? [];
  return entries.flatMap((entry) => {
    const tag = parseTag(name, entry);
    if (tag === undefined) return [];
    const alive = isAlive(host, tag);
    if (alive === true) return [];
    const dir = attempt(() => pinDir(host, base.at(entry), false));
    const stat = dir && attempt(() => dir.stat());
    const foreign = stat?.uid !== host.identity().uid && process.platform !== 'win32';
    if (
      dir === undefined ||
      stat === undefined ||
      foreign ||
      (alive === 'unknown' && Date.now() - stat.mtimeMs < olderThanMs)
    ) {
      dir?.close();
      return [];
    }
    return [{ base, name: entry, dir }];
  });
}

// Where files are kept in memory a directory's links are its two names and one `..` per directory in it.
function hasNoDirectories(base: PinnedDir): boolean {
  return base.stat().nlink === 2 && isMemoryType(base.statfs().type);
}

/** Removes what is in the directory, then the directory; through descriptors, so that nothing else can be hit. */
export async function removeStale({ base, name, dir }: Stale): Promise<void> {
  try {
    for (const entry of await promises.readdir(dir.self)) {
      await promises.rm(dir.at(entry), { recursive: true, force: true });
    }
    await promises.rmdir(base.at(name));
  } finally {
    dir.close();
  }
}

/** The same as `removeStale`, without a promise. */
export function removeStaleSync(host: Host, { base, name, dir }: Stale): void {
  try {
    for (const entry of host.fs.readdirSync(dir.self)) host.fs.rmSync(dir.at(entry), { recursive: true, force: true });
    host.fs.rmdirSync(base.at(name));
  } finally {
    dir.close();
  }
}
