import { evidenceOf, type Files } from './files.js';
import { exact, type Finding, inferred, unknown } from './finding.js';
import { type Mount, parseMountinfo } from './mountinfo.js';

/** A place that is mounted writable; the file permissions there may still forbid. */
export interface WritableMount {
  readonly path: string;
  readonly type: string;
  /** The Kubernetes volume kind that the mounted directory's path shows, such as `empty-dir` or `host-path`. */
  readonly volume?: string;
}

/** What the runtime hides of /proc: everything it usually does, some of it, or nothing (`procMount: Unmasked`). */
export interface ProcMasking {
  readonly state: 'masked' | 'partial' | 'unmasked';
  /** Paths covered by another mount. */
  readonly masked: readonly string[];
  /** Paths mounted read-only. */
  readonly readOnly: readonly string[];
}

/** What mountinfo tells about a process's files. */
export interface FilesystemPosture {
  readonly readOnlyRoot: Finding<boolean>;
  readonly writableMounts: Finding<readonly WritableMount[]>;
  readonly procMasking: Finding<ProcMasking>;
  readonly writableSys: Finding<boolean>;
}

// The paths that Docker, containerd and CRI-O mask and make read-only by default.
const maskedPaths = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/scsi',
].concat(['/proc/sched_debug', '/proc/timer_list', '/proc/timer_stats', '/sys/firmware']);
const readOnlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

const kernelTypes = /^(proc|sysfs|cgroup2?|dev(pts|tmpfs)|mqueue|bpf|hugetlbfs|autofs|nsfs)$/;

// What is mounted below /proc and /sys covers or shows the kernel; nothing is stored there.
function stores({ mountPoint, type, writable }: Mount): boolean {
  return writable && !kernelTypes.test(type) && !/^\/(proc|sys)(\/|$)/.test(mountPoint);
}

/** Reads mountinfo once and says what it shows. */
export function inspectFilesystem(files: Files): FilesystemPosture {
  const mountinfo = files.own('mountinfo');
  const { file } = mountinfo;
  const mounts = parseMountinfo(mountinfo.text ?? '');
  const root = mounts.find((mount) => mount.mountPoint === '/');
  if (!root) {
    const nothing = unknown(evidenceOf(mountinfo), 'no mount at / in mountinfo');
    return { readOnlyRoot: nothing, writableMounts: nothing, procMasking: nothing, writableSys: nothing };
  }
  const writable = mounts.filter(stores);
  const sys = mounts.find((mount) => mount.mountPoint === '/sys');
  return {
    readOnlyRoot: exact(!root.writable, { file, value: shown(root) }),
    writableMounts: exact(
      writable.map(describe),
      writable.map((mount) => ({ file, value: shown(mount) })),
    ),
    procMasking: inspectProcMasking(files, file, mounts),
    writableSys: sys
      ? exact(sys.writable, { file, value: shown(sys) })
      : exact(false, { file, value: 'no mount at /sys' }),
  };
}

function inspectProcMasking(files: Files, file: string, mounts: readonly Mount[]): Finding<ProcMasking> {
  const at = (path: string) => mounts.find((mount) => mount.mountPoint === path);
  if (!at('/proc')) return unknown({ file, value: 'no mount at /proc' });
  const masked = maskedPaths.filter(at);
  const readOnly = readOnlyPaths.filter((path) => at(path)?.writable === false);
  // These stand for the rest: every runtime covers them. Some kernels have no kcore, so nothing of it to cover.
  const kcoreHidden = masked.includes('/proc/kcore') || files.procExists('kcore').error === 'ENOENT';
  const covered = masked.length > 0 && kcoreHidden && readOnly.includes('/proc/sys');
  const state = masked.length + readOnly.length === 0 ? 'unmasked' : covered ? 'masked' : 'partial';
  const evidence = [...masked, ...readOnly].map((path) => ({ file, value: shown(at(path) as Mount) }));
  const none = { file, value: 'nothing mounted over /proc/kcore, /proc/sys and the like' };
  return inferred({ state, masked, readOnly }, evidence.length > 0 ? evidence : none);
}

function describe({ mountPoint, type, root }: Mount): WritableMount {
  const volume = /kubernetes\.io~([a-z-]+)\//.exec(root)?.[1];
  return { path: mountPoint, type, ...(volume !== undefined && { volume }) };
}

function shown({ mountPoint, options, type }: Mount): string {
  return `${mountPoint} ${options[0]} ${type}`;
}
