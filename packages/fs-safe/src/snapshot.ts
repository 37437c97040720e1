import { closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync, readSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { errnoName, tryCall } from './errno.js';
import { FsSafeError } from './errors.js';
import { createHost } from './host.js';
import { pinDir } from './pinned-dir.js';
import { othersMayRename } from './shared-dir.js';

/** The files of a mounted Secret or ConfigMap as they were at one time: all old or all new. */
export interface Snapshot {
  /** Changes with the content; for a kubelet's volume the name of its timestamped directory. */
  readonly generation: string;
  /** Content by name; nested names have slashes. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Links that lead nowhere, and with `optional` names that are not there yet. */
  readonly missing: readonly string[];
  readonly readAt: Date;
}

/** What to read. */
export interface SnapshotRequest {
  readonly dir: string;
  /** Names; `undefined` for every regular file. */
  readonly files: readonly string[] | undefined;
  readonly maxBytes: number;
  /** Whether `files`, and the directory itself, may be missing. */
  readonly optional: boolean;
}

/** The link by which a kubelet switches all files of a volume at once (pkg/volume/util/atomic_writer.go). */
export const dataLink = '..data';

/** At several hundred rotations per second a read is disturbed once or twice. */
const maxRestarts = 1_000;

const maxFiles = 1_024;

/** Where `..data` leads now; `undefined` in a directory that no kubelet writes. */
export function currentGeneration(dir: string): string | undefined {
  return tryCall(() => readlinkSync(join(dir, dataLink)));
}

/**
 * Reads all files of one generation. The name that `..data` leads to is taken once and every file is read below it;
 * when that directory vanished meanwhile, or the link moved, it starts again. Reading is synchronous: a volume is a
 * megabyte at most and in memory, and the shorter it takes, the less disturbs it.
 * @throws FsSafeError `ERR_UNSTABLE` when it never stood still, `ERR_TOO_LARGE`, `ERR_NOT_A_FILE`, or the system's code
 */
export function readSnapshot(request: SnapshotRequest): Snapshot {
  const { dir } = request;
  for (let restarts = 0; restarts < maxRestarts; restarts++) {
    const generation = currentGeneration(dir);
    try {
      const found = readFiles(generation === undefined ? dir : resolve(dir, generation), request);
      if (currentGeneration(dir) === generation) {
        return { generation: generation ?? fingerprint(request), ...found, readAt: new Date() };
      }
    } catch (error) {
      if (currentGeneration(dir) === generation) throw error;
    }
  }
  throw new FsSafeError('ERR_UNSTABLE', dir, `${dir} changed ${maxRestarts} times while it was being read`);
}

/** Names, sizes and times of the files, for directories without a generation of their own. */
export function fingerprint({ dir, files }: SnapshotRequest): string {
  const names = tryCall(() => files ?? listFiles(dir)) ?? [];
  const marks = names.map((name) => {
    const stat = tryCall(() => statSync(join(dir, name), { bigint: true }));
    return stat && `${name}:${stat.ino}:${stat.size}:${stat.mtimeNs}`;
  });
  return marks.join('|');
}

/**
 * The directory that files must be in, as the kernel calls it: where others may put links, these lead nowhere else.
 * `undefined` where nobody else may, or nothing can tell.
 */
function confinement(dir: string): string | undefined {
  const host = createHost();
  if (!host.hasProc) return undefined;
  const pinned = pinDir(host, dir, true);
  try {
    return othersMayRename(host, pinned) ? readlinkSync(pinned.self) : undefined;
  } finally {
    pinned.close();
  }
}

function readFiles(base: string, request: SnapshotRequest): Pick<Snapshot, 'files' | 'missing'> {
  const { maxBytes, dir, optional } = request;
  const files = new Map<string, Buffer>();
  const missing: string[] = [];
  let left = maxBytes;
  try {
    const inside = confinement(dir);
    for (const name of request.files ?? listFiles(base)) {
      try {
        const content = readRegularFile(join(base, name), left, { dir, maxBytes, inside });
        left -= content.length;
        files.set(name, content);
      } catch (error) {
        // One link that leads nowhere is no reason to do without all the others.
        const forgiven = optional || request.files === undefined;
        if (!forgiven || errnoName(error) !== 'ENOENT') throw error;
        missing.push(name);
      }
    }
  } catch (error) {
    if (!optional || errnoName(error) !== 'ENOENT') throw error;
    missing.push(...(request.files ?? []).filter((name) => !missing.includes(name)));
  }
  return { files, missing };
}

/** Regular files and links to them, nested ones too, but nothing that begins with `..`, which a kubelet keeps for itself. */
function listFiles(base: string): string[] {
  const names: string[] = [];
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name.startsWith('..')) continue;
      const child = join(path, entry.name);
      if (entry.isDirectory()) visit(child);
      else if (entry.isFile() || entry.isSymbolicLink()) names.push(relative(base, child).split(sep).join('/'));
      if (names.length > maxFiles) {
        throw new FsSafeError('ERR_TOO_LARGE', base, `${base} holds more than ${maxFiles} files; name those you need`);
      }
    }
  };
  visit(base);
  return names.sort();
}

/** Opened without blocking, as a FIFO would stop the event loop until somebody writes to it. */
function readRegularFile(
  path: string,
  left: number,
  { dir, maxBytes, inside }: { readonly dir: string; readonly maxBytes: number; readonly inside: string | undefined },
): Buffer {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(fd);
    if (inside !== undefined && !readlinkSync(`/proc/self/fd/${fd}`).startsWith(`${inside}/`)) {
      throw new FsSafeError('ERR_PATH_ESCAPE', path, `${path} leads out of ${dir}, to which others may write`);
    }
    if (!stat.isFile()) throw new FsSafeError('ERR_NOT_A_FILE', path, `${path} is not a regular file`);
    // One byte more than allowed, so that a file which grows is noticed.
    const buffer = Buffer.alloc(Math.min(stat.size, left) + 1);
    let length = 0;
    for (let read = 1; read > 0 && length < buffer.length; length += read) {
      read = readSync(fd, buffer, length, buffer.length - length, length);
    }
    if (length > left) throw new FsSafeError('ERR_TOO_LARGE', dir, `${dir} holds more than maxBytes, ${maxBytes}`);
    return buffer.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

/** Whether two snapshots say the same. */
export function sameContent(left: Snapshot, right: Snapshot): boolean {
  if (left.files.size !== right.files.size) return false;
  for (const [name, content] of left.files) {
    if (!right.files.get(name)?.equals(content)) return false;
  }
  return true;
}
