import { promises } from 'node:fs';
import { errnoName } from './errno.js';
import type { Host } from './host.js';
import { type PinnedDir, pinDir } from './pinned-dir.js';

/**
 * Removes an entry; with `recursive` a directory with all that is in it. It enters directories by descriptor and no
 * link, unlike fs.rm, which can be led elsewhere between looking and entering.
 * @throws the system's error
 */
export async function removeTree(host: Host, parent: PinnedDir, name: string, recursive: boolean): Promise<void> {
  const path = parent.at(name);
  const stat = await promises.lstat(path);
  if (!stat.isDirectory()) return promises.unlink(path);
  if (recursive) {
    const dir = pinDir(host, path, false);
    try {
      for (const entry of await promises.readdir(dir.self))
        await removeTree(host, dir, entry, true).catch(ignoreAbsence);
    } finally {
      dir.close();
    }
  }
  await promises.rmdir(path);
}

function ignoreAbsence(error: unknown): void {
  if (errnoName(error) !== 'ENOENT') throw error;
}
