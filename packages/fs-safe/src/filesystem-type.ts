import type { Mount } from './mountinfo.js';

/** procfs, see statfs(2). */
export const PROC_SUPER_MAGIC = 0x9fa0;

const memoryTypes: ReadonlySet<number> = new Set([0x01021994, 0x858458f6]); // tmpfs, ramfs

/** File systems whose owners and permissions a server or a mount option may decide on; numbers from linux/magic.h. */
const servedTypes: ReadonlySet<number> = new Set([
  0x6969, // nfs
  0x517b, // smb
  0xff534d42, // cifs
  0xfe534d42, // smb2
  0x65735546, // fuse
  0x01021997, // 9p
  0x00c36400, // ceph
  0x5346414f, // afs
  0x0bd00bd0, // lustre
]);

/** File systems that show the kernel rather than store files; numbers from linux/magic.h. */
const pseudoTypes: ReadonlySet<number> = new Set([
  PROC_SUPER_MAGIC,
  0x62656572, // sysfs
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x1cd1, // devpts
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x73636673, // securityfs
  0xf97cff8c, // selinuxfs
  0xcafe4a11, // bpf
  0x6165676c, // pstore
  0x62656570, // configfs
  0x19800202, // mqueue
  0x42494e4d, // binfmt_misc
  0xde5e81e4, // efivarfs
  0x6e736673, // nsfs
]);

const pseudoNames: ReadonlySet<string> = new Set(
  'proc sysfs cgroup cgroup2 devpts devtmpfs debugfs tracefs securityfs selinuxfs bpf pstore configfs mqueue binfmt_misc efivarfs nsfs hugetlbfs fusectl autofs rpc_pipefs'.split(
    ' ',
  ),
);

/** Whether a `statfs` type keeps its files in memory. */
export function isMemoryType(type: number): boolean {
  return memoryTypes.has(type);
}

/** Whether owners and permissions on a `statfs` type may be those of a server or a mount option. */
export function isServed(type: number): boolean {
  return servedTypes.has(type);
}

/** Whether a `statfs` type stores no files at all. */
export function isPseudoType(type: number): boolean {
  return pseudoTypes.has(type);
}

/** Whether a mount stores no files at all. */
export function isPseudoMount(mount: Mount): boolean {
  return pseudoNames.has(mount.fsType);
}

/** Whether files outlive the container: `false` for memory, an image's writable layer and emptyDir. */
export function isPersistent(mount: Mount | undefined, memoryBacked: boolean): boolean | 'unknown' {
  if (memoryBacked) return false;
  if (mount === undefined) return 'unknown';
  if (mount.fsType === 'overlay' || mount.fsType === 'aufs') return false;
  return !mount.root.includes('/kubernetes.io~empty-dir/');
}
