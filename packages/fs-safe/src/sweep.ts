import { promises } from 'node:fs';
import { tryCall } from './errno.js';
import { isMemoryType } from './filesystem-type.js';
import type { Host } from './host.js';
import { hasMark, markedName, markName } from './owner-mark.js';
import { isAlive, parseTag } from './owner-tag.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';
import { emptyDir, emptyDirSync } from './remove-tree.js';
import { othersMayRename } from './shared-dir.js';

/** A directory of an earlier run, held open until it is removed. */
export interface Stale {
  readonly base: PinnedDir;
  readonly name: string;
  readonly dir: PinnedDir;
}

/**
 * The private directories of program `name` in `base` whose owners are gone: looked up when the owner ran in this
 * container, otherwise told by a heartbeat older than `olderThanMs`. Never another user's, never a link, and where
 * others may rename entries only those whose mark proves that the name is theirs.
 */
export function findStale(host: Host, base: PinnedDir, name: string, olderThanMs: number): Stale[] {
  if (hasNoDirectories(base)) return [];
  const entries = tryCall(() => host.fs.readdirSync(base.self)) ?? [];
  const shared = othersMayRename(host, base);
  if (shared) removeLostMarks(host, base, name, entries);
  return entries.flatMap((entry) => {
    const tag = parseTag(name, entry);
    const alive = tag && isAlive(host, tag);
    if (alive === undefined || alive === true) return [];
    const dir = tryCall(() => pinDir(host, base.at(entry), false));
    if (dir === undefined) return [];
    if (isAbandoned(host, dir, alive, olderThanMs) && (!shared || hasMark(host, base, entry, dir))) {
      return [{ base, name: entry, dir }];
    }
    dir.close();
    return [];
  });
}

function isAbandoned(host: Host, dir: PinnedDir, alive: false | 'unknown', olderThanMs: number): boolean {
  const { uid, mtimeMs } = dir.stat();
  if (uid !== host.identity().uid && process.platform !== 'win32') return false;
  return alive === false || Date.now() - mtimeMs >= olderThanMs;
}

/** Marks outlive their directories when a process is killed while it disposes of one, or when others remove one. */
function removeLostMarks(host: Host, base: PinnedDir, name: string, entries: readonly string[]): void {
  const present = new Set(entries);
  for (const entry of entries) {
    const marked = markedName(entry);
    if (marked === undefined || present.has(marked)) continue;
    const tag = parseTag(name, marked);
    if (tag === undefined || isAlive(host, tag) !== false) continue;
    const own = tryCall(() => host.fs.lstatSync(base.at(entry)))?.uid === host.identity().uid;
    if (own) tryCall(() => host.fs.unlinkSync(base.at(entry)));
  }
}

// Where files are kept in memory a directory's links are its two names and one `..` per directory in it.
function hasNoDirectories(base: PinnedDir): boolean {
  return base.stat().nlink === 2 && isMemoryType(base.statfs().type);
}

/** Removes what is in the directory, then the directory; through descriptors, so that nothing else can be hit. */
export async function removeStale(host: Host, { base, name, dir }: Stale): Promise<void> {
  try {
    await emptyDir(host, dir);
    await promises.rmdir(base.at(name));
    await promises.unlink(base.at(markName(name))).catch(() => {});
  } finally {
    dir.close();
  }
}

/** The same as `removeStale`, without a promise. */
export function removeStaleSync(host: Host, { base, name, dir }: Stale): void {
  try {
    emptyDirSync(host, dir);
    host.fs.rmdirSync(base.at(name));
    tryCall(() => host.fs.unlinkSync(base.at(markName(name))));
  } finally {
    dir.close();
  }
}
