import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Makes a root file system in which `/usr/bin/node` runs: this machine's Node with its libraries, and no shell. */
export function makeNodeImage(root: string): void {
  for (const path of ['proc', 'sys', 'dev', 'etc', 'tmp', 'usr/bin']) mkdirSync(join(root, path), { recursive: true });
  // runc gives a tmpfs the mode of its mount point, whatever the mount's options say.
  chmodSync(join(root, 'tmp'), 0o1777);
  copyFileSync(process.execPath, join(root, 'usr/bin/node'));
  for (const library of librariesOf(process.execPath)) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
}

function librariesOf(program: string): string[] {
  const listing = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...listing.matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => (path && existsSync(path) ? [path] : []));
}
