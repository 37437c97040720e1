import type { ContainerOptions, Mount } from './container-options.js';

/** Where the container is, and what it runs. */
export interface ContainerPlace {
  readonly name: string;
  /** Relative: below the caller's own group, and removed with the container. */
  readonly cgroup: string;
  readonly root: string;
  readonly args: readonly string[];
}

const MASKED = [
  '/proc/acpi',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/scsi',
  '/sys/firmware',
];
const READ_ONLY = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** System calls that the runtimes' default profile refuses; the short list, since its point here is that there is one. */
const REFUSED_CALLS = [
  'bpf',
  'kexec_load',
  'keyctl',
  'mount',
  'move_pages',
  'perf_event_open',
  'ptrace',
  'reboot',
  'setns',
  'swapon',
  'umount2',
  'unshare',
];

/** The `config.json` of the OCI runtime specification, 1.0.2. */
export function ociConfig(place: ContainerPlace, options: ContainerOptions): object {
  const {
    env = {},
    cwd = '/',
    uid = 65_532,
    gid = uid,
    capabilities = [],
    noNewPrivileges = true,
    mounts = [],
  } = options;
  const { seccomp = true, readOnlyRoot = true, privileged = false, memoryBytes, network = 'none' } = options;
  const access = privileged ? 'rw' : 'ro';
  return {
    ociVersion: '1.0.2',
    hostname: place.name,
    process: {
      user: { uid, gid },
      args: place.args,
      env: Object.entries({ PATH: '/usr/bin:/bin', ...env }).map((pair) => pair.join('=')),
      cwd,
      noNewPrivileges,
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
    },
    root: { path: place.root, readonly: readOnlyRoot },
    mounts: [
      system('/proc', 'proc'),
      system('/dev', 'tmpfs', 'nosuid', 'mode=755', 'size=64k'),
      system('/sys', 'sysfs', 'nosuid', 'noexec', 'nodev', access),
      system('/sys/fs/cgroup', 'cgroup', 'nosuid', 'noexec', 'nodev', access),
      ...mounts,
    ],
    linux: {
      namespaces: [
        ...['pid', 'ipc', 'uts', 'mount', 'cgroup'].map((type) => ({ type })),
        ...(network === 'host' ? [] : [{ type: 'network', ...(network !== 'none' && { path: network }) }]),
      ],
      cgroupsPath: place.cgroup,
      resources: {
        devices: [{ allow: privileged, access: 'rwm' }],
        ...(memoryBytes !== undefined && { memory: { limit: memoryBytes } }),
      },
      ...(!privileged && { maskedPaths: MASKED, readonlyPaths: READ_ONLY }),
      ...(seccomp && {
        seccomp: { defaultAction: 'SCMP_ACT_ALLOW', syscalls: [{ names: REFUSED_CALLS, action: 'SCMP_ACT_ERRNO' }] },
      }),
    },
  };
}

function system(destination: string, type: string, ...options: string[]): Mount {
  return { destination, type, source: type, options };
}
