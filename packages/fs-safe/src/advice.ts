import type { Blocker } from './attempt.js';

const advice: Readonly<Partial<Record<Blocker['kind'], string>>> = {
  symlink: 'Name the directory that the link leads to.',
  'symlink-loop': 'Remove the link, or name a real directory.',
  'not-a-directory': 'Name another directory, or remove the file that stands in the way.',
  deleted: 'Start the process again in a directory that exists.',
  missing: 'Create the directory, or mount a volume there.',
  'name-too-long': 'Shorten the name to 255 bytes.',
  'invalid-path': 'Give an absolute path.',
  'pseudo-fs': 'Name a directory outside /proc and /sys.',
  'untrusted-owner': 'Name a directory that only this user or root can make.',
  immutable: 'Remove the attribute: chattr -i.',
  'no-inodes': 'Remove small files, or mount a volume with more inodes.',
  quota: "Raise the user's disk quota, or remove files.",
  'memory-backed': 'Mount a volume that is on disk: an emptyDir without medium: Memory.',
  noexec: 'Mount the volume without noexec, as an emptyDir is, or name a directory elsewhere.',
  ephemeral: 'Mount a PersistentVolumeClaim for state.',
};

/** What to do about errors of the system that no directory of another name would cure, or that need another cure. */
const adviceForCode: Readonly<Record<string, string>> = {
  EMFILE:
    'Raise the limit of open files of the process (ulimit -n, LimitNOFILE=), or close files; any directory would be refused.',
  ENFILE: 'Raise the limit of open files of the machine (fs.file-max); any directory would be refused.',
  EFBIG: 'Raise the limit of the size of files (ulimit -f, LimitFSIZE=); any directory would be refused.',
  EDQUOT: "Raise the user's disk quota, or remove files.",
  EIO: 'Look at the log of the kernel (dmesg): the storage reports errors; name a directory on other storage until it is repaired.',
  EOVERFLOW:
    'Map this user in the user namespace of the volume: with hostUsers: false take a volume that supports idmapped mounts.',
  EPERM:
    'Look at what confines the process: its seccomp profile, AppArmor or SELinux, or the attributes of the directory (lsattr -d).',
  ESTALE: 'Mount the volume again: its server does not know the directory any more.',
};

/** The sentences that a blocker calls for, beside the remedies for read-only places, permissions and space. */
export function adviceFor(blocker: Blocker): readonly string[] {
  const text =
    blocker.kind === 'other'
      ? (adviceForCode[blocker.detail ?? ''] ?? 'Name another directory.')
      : advice[blocker.kind];
  return text === undefined ? [] : [text];
}
