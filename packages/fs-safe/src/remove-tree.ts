import { randomBytes } from 'node:crypto';
import { promises } from 'node:fs';
import { errnoName } from './errno.js';
import type { Host } from './host.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';

/*
 * Directories are entered by descriptor and no link is followed, unlike in fs.rm, which can be led elsewhere between
 * looking and entering. What lies deeper than this is first moved up to the top, so that few descriptors are open
 * however deep a tree is.
 */
const maxDepth = 16;

/**
 * Removes an entry; with `recursive` a directory with all that is in it.
 * @throws the system's error
 */
export async function removeTree(host: Host, parent: PinnedDir, name: string, recursive: boolean): Promise<void> {
  const path = parent.at(name);
  const stat = await promises.lstat(path);
  if (!stat.isDirectory()) return promises.unlink(path);
  if (recursive) {
    const dir = pinDir(host, path, false);
    try {
      await emptyDir(host, dir);
    } finally {
      dir.close();
    }
  }
  await promises.rmdir(path);
}

/**
 * Removes all that is in a directory.
 * @throws the system's error
 */
export async function emptyDir(host: Host, dir: PinnedDir): Promise<void> {
  while (await emptyOnce(host, dir, dir, 1));
}

/** Answers whether something was moved up to `top`. */
async function emptyOnce(host: Host, top: PinnedDir, dir: PinnedDir, depth: number): Promise<boolean> {
  let moved = false;
  for (const entry of await promises.readdir(dir.self)) {
    const path = dir.at(entry);
    try {
      if (!(await promises.lstat(path)).isDirectory()) await promises.unlink(path);
      else if (depth >= maxDepth) {
        await promises.rename(path, top.at(temporaryName()));
        moved = true;
      } else {
        const child = pinDir(host, path, false);
        try {
          moved = (await emptyOnce(host, top, child, depth + 1)) || moved;
        } finally {
          child.close();
        }
        await promises.rmdir(path);
      }
    } catch (error) {
      if (errnoName(error) !== 'ENOENT') throw error;
    }
  }
  return moved;
}

/** The same as `emptyDir`, without a promise. */
export function emptyDirSync(host: Host, dir: PinnedDir): void {
  while (emptyOnceSync(host, dir, dir, 1));
}

function emptyOnceSync(host: Host, top: PinnedDir, dir: PinnedDir, depth: number): boolean {
  const { fs } = host;
  let moved = false;
  for (const entry of fs.readdirSync(dir.self)) {
    const path = dir.at(entry);
    if (!fs.lstatSync(path).isDirectory()) fs.unlinkSync(path);
    else if (depth >= maxDepth) {
      fs.renameSync(path, top.at(temporaryName()));
      moved = true;
    } else {
      const child = pinDir(host, path, false);
      try {
        moved = emptyOnceSync(host, top, child, depth + 1) || moved;
      } finally {
        child.close();
      }
      fs.rmdirSync(path);
    }
  }
  return moved;
}

function temporaryName(): string {
  return `.${randomBytes(16).toString('hex')}.rm`;
}
