import type { Blocker } from './attempt.js';
import { quoted } from './errors.js';
import type { Id } from './identity.js';

/** One sentence that names every blocker of a path, in order. */
export function explain(path: string, blockers: readonly Blocker[]): string {
  const [first, ...rest] = blockers.map(phrase);
  if (first === undefined) return `${path} can be written`;
  const others = blockers[0]?.kind.startsWith('read-only') ? '; and even if it were writable, ' : '; moreover, ';
  return `cannot write to ${path}: ${[first, rest.join(', and ')].filter(Boolean).join(others)}`;
}

/** One blocker as a clause. */
export function phrase(blocker: Blocker): string {
  const { on } = blocker;
  switch (blocker.kind) {
    case 'read-only-mount':
      return `the mount ${blocker.mount?.point ?? on} (${blocker.mount?.fsType ?? 'unknown'}) is read-only`;
    case 'read-only-filesystem':
      return blocker.mount === undefined
        ? `the file system of ${on} is read-only`
        : `the file system mounted on ${blocker.mount.point} (${blocker.mount.fsType}) is read-only`;
    case 'permission':
      return permissionPhrase(blocker.on, blocker.owner, blocker.mode, blocker.process, blocker.confidence);
    case 'no-space':
      return `no space is left on the file system of ${on}`;
    case 'no-inodes':
      return `no inodes are left on the file system of ${on}`;
    case 'quota':
      return `the disk quota of this user on ${on} is used up`;
    case 'below-minimum':
      return `${on} has ${blocker.free} ${blocker.unit} free and ${blocker.required} are required`;
    default:
      return namedPhrase(blocker.kind, on, blocker.detail);
  }
}

function permissionPhrase(on: string, owner: Id, mode: number, process: Id, confidence: 'certain' | 'likely'): string {
  const bits = `0${mode.toString(8).padStart(3, '0')}`;
  const groups = (process.groups ?? []).filter((group) => group !== process.gid);
  const also = groups.length === 0 ? '' : `, groups ${groups.slice(0, 8).join(',')}${groups.length > 8 ? ',…' : ''}`;
  const doubt = confidence === 'likely' ? ' (an ACL or a security module may decide otherwise)' : '';
  return `${on} is owned by ${owner.uid}:${owner.gid} ${bits} and this process is uid ${process.uid} gid ${process.gid}${also}${doubt}`;
}

type NamedKind = Extract<Blocker, { detail?: string }>['kind'];

function namedPhrase(kind: NamedKind, on: string, detail: string | undefined): string {
  switch (kind) {
    case 'not-a-directory':
      return `${on} is a ${detail ?? 'file'}, not a directory`;
    case 'symlink':
      return `${on} is a symbolic link${detail === undefined ? '' : ` to ${quoted(detail)}`}; name the directory itself`;
    case 'symlink-loop':
      return `${on} is a loop of symbolic links`;
    case 'deleted':
      return `${on} was deleted while something still uses it`;
    case 'missing':
      return `${on} does not exist`;
    case 'name-too-long':
      return `a name in ${quoted(on)} is longer than 255 bytes`;
    case 'invalid-path':
      return detail ?? `${quoted(on)} is not an absolute path`;
    case 'immutable':
      return `${on} has the immutable attribute (chattr -i removes it)`;
    case 'pseudo-fs':
      return `${on} is on a pseudo file system of the kernel, which stores no files`;
    case 'untrusted-owner':
      return `${on} is not safe to use: ${detail}`;
    case 'memory-backed':
      return `${on} is kept in memory, which avoidMemory rules out`;
    case 'ephemeral':
      return `${on} does not outlive the container, and state must`;
    case 'noexec':
      return `programs cannot be started on ${on}: the mount ${detail ?? on} is noexec`;
    case 'other':
      return `the system refuses ${on} (${detail})`;
  }
}
