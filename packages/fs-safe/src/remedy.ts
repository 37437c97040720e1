import { posix } from 'node:path';
import type { Blocker, Remedy } from './attempt.js';
import type { Id } from './identity.js';
import type { Mount } from './mountinfo.js';

type Kind = Blocker['kind'];

const advice: Partial<Record<Kind, string>> = {
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
  ephemeral: 'Mount a PersistentVolumeClaim for state.',
};

/** What removes these blockers, for the directory at `path` on `mount`; `undefined` when there is nothing to remove. */
export function remedyFor(path: string, blockers: readonly Blocker[], mount?: Mount): Remedy | undefined {
  if (blockers.length === 0) return undefined;
  const kinds = new Set(blockers.map((blocker) => blocker.kind));
  const readOnly = kinds.has('read-only-mount') || kinds.has('read-only-filesystem');
  const full = kinds.has('no-space') || kinds.has('below-minimum');
  const permission = blockers.find((blocker) => blocker.kind === 'permission');
  const named = [...kinds].flatMap((kind) => advice[kind] ?? []);
  if (!readOnly && !full && permission === undefined) return { text: named.join(' ') || 'Name another directory.' };

  const user = ownerFor(permission?.process);
  const text = [
    ...(full ? ['Remove files, or give the volume more space.'] : []),
    ...(readOnly ? [`Mount a writable volume on ${path}; the root file system can stay read-only.`] : []),
    ...(permission
      ? [`Let uid ${permission.process.uid} write there: an fsGroup for a volume, an owner in the image.`]
      : []),
    ...named,
  ].join(' ');
  const ownVolume = !readOnly && !full && mount !== undefined && mount.point !== '/';
  const kubernetes = securityContext(user) + (ownVolume ? '' : volumeYaml(path, full ? '1Gi' : '256Mi'));
  if (full) return { text, kubernetes };
  const install = `install -d -o ${user.uid} -g ${user.gid} -m 0700`;
  return {
    text,
    kubernetes,
    // Before USER and after whatever creates the parent; an image cannot help a root that is mounted read-only.
    ...(permission && !readOnly && !ownVolume && { dockerfile: `RUN ${install} ${quoteForShell(path)}` }),
    systemd: [
      '[Service]',
      ...(readOnly ? [`ReadWritePaths=${quoteForSystemd(path)}`] : []),
      ...(permission ? [`ExecStartPre=+${install} ${quoteForSystemd(path)}`] : []),
    ].join('\n'),
  };
}

/** Root needs no volume of its own; whoever runs as root is shown the usual unprivileged user. */
function ownerFor(id: Id | undefined): Id {
  const uid = id?.uid ?? process.geteuid?.() ?? 0;
  return uid > 0 ? { uid, gid: id?.gid ?? process.getegid?.() ?? uid } : { uid: 65532, gid: 65532 };
}

function securityContext({ uid, gid }: Id): string {
  const fsGroup = gid > 0 ? gid : uid;
  return `spec:
  securityContext: { runAsUser: ${uid}, fsGroup: ${fsGroup}, fsGroupChangePolicy: OnRootMismatch }
`;
}

function volumeYaml(path: string, sizeLimit: string): string {
  const name = volumeName(path);
  return `  containers:
    - name: app
      volumeMounts:
        - { name: ${name}, mountPath: ${JSON.stringify(path)} }
  volumes:
    - name: ${name}
      emptyDir: { sizeLimit: ${sizeLimit} }
`;
}

/** A DNS label, which is what a volume's name must be (RFC 1123). */
function volumeName(path: string): string {
  const label = posix
    .basename(path)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return /^[a-z]/.test(label) ? label : 'writable';
}

function quoteForShell(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** `%` starts a specifier and a space ends a path, see systemd.syntax(7). */
function quoteForSystemd(path: string): string {
  const escaped = path.replaceAll('%', '%%');
  return /^[\w./%-]+$/.test(escaped) ? escaped : `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
