import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Replaces the content of a volume as a kubelet does: a new timestamped directory, the rename of `..data`, links for
 * new keys, then the removal of stale links and of the old directory (pkg/volume/util/atomic_writer.go).
 */
export function rotate(volume: string, files: Readonly<Record<string, string>>): void {
  const old = existing(volume);
  const fresh = mkdtempSync(join(volume, `..${new Date().toISOString().replace(/[:.T-]/g, '_')}.`));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(fresh, name)), { recursive: true });
    writeFileSync(join(fresh, name), content);
  }
  symlinkSync(fresh.slice(volume.length + 1), join(volume, '..data_tmp'));
  renameSync(join(volume, '..data_tmp'), join(volume, '..data'));
  const wanted = new Set(Object.keys(files).map((name) => name.split('/')[0] ?? name));
  const present = new Set(readdirSync(volume).filter((name) => !name.startsWith('..')));
  for (const name of wanted) if (!present.has(name)) symlinkSync(`..data/${name}`, join(volume, name));
  for (const name of present) if (!wanted.has(name)) rmSync(join(volume, name));
  if (old !== undefined) rmSync(join(volume, old), { recursive: true });
}

function existing(volume: string): string | undefined {
  try {
    return readlinkSync(join(volume, '..data'));
  } catch {
    return undefined;
  }
}
