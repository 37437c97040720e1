import { evidenceOf, type Files } from './files.js';
import { exact, type Finding, inferred, unknown } from './finding.js';

/** A kind of namespace (namespaces(7)). */
export type NamespaceType = 'user' | 'pid' | 'ipc' | 'uts' | 'cgroup' | 'time' | 'net' | 'mnt';

/** The machine's first namespace, or one made for a container. In a virtual machine the machine is the guest. */
export type NamespaceKind = 'initial' | 'own';

// Inode numbers that the kernel reserves for its first namespaces (include/uapi/linux/nsfs.h, proc_ns.h).
const initialInodes: Readonly<Record<NamespaceType, number>> = {
  time: 0xeffffffa,
  cgroup: 0xeffffffb,
  pid: 0xeffffffc,
  user: 0xeffffffd,
  uts: 0xeffffffe,
  ipc: 0xefffffff,
  net: 0xeffffff9,
  mnt: 0xeffffff8,
};

const reservedSince618: readonly NamespaceType[] = ['net', 'mnt'];

/** Which namespaces of a process are the machine's own. */
export function inspectNamespaces(files: Files): Readonly<Record<NamespaceType, Finding<NamespaceKind>>> {
  const types = Object.keys(initialInodes) as NamespaceType[];
  const entries = types.map((type) => [type, inspectNamespace(files, type)] as const);
  return Object.fromEntries(entries) as Record<NamespaceType, Finding<NamespaceKind>>;
}

function inspectNamespace(files: Files, type: NamespaceType): Finding<NamespaceKind> {
  const link = files.link(`ns/${type}`);
  const evidence = evidenceOf(link);
  const inode = Number(/:\[(\d+)\]$/.exec(link.text ?? '')?.[1]);
  if (Number.isNaN(inode)) return unknown(evidence);
  if (inode === initialInodes[type]) return exact('initial', evidence);
  if (!reservedSince618.includes(type)) return exact('own', evidence);
  const release = files.proc('sys/kernel/osrelease');
  const [major = 0, minor = 0] = (release.text ?? '').split('.', 2).map((part) => Number.parseInt(part, 10));
  if (major > 6 || (major === 6 && minor >= 18)) return inferred('own', [evidence, evidenceOf(release)]);
  const note = `before Linux 6.18 the initial ${type} namespace has no reserved number`;
  return unknown([evidence, evidenceOf(release)], note);
}
