/** What differs between containers; everything else is as Kubernetes' restricted profile asks. */
export interface ContainerSpec {
  readonly id: string;
  readonly ip: string;
  readonly rootfs: string;
  readonly networkNamespace: string;
  /** Name of its cgroup. */
  readonly cgroup: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Default: /app-workdir. */
  readonly cwd?: string;
  /** Default true. */
  readonly readOnlyRoot?: boolean;
  /** Default 65532. */
  readonly uid?: number;
  /** Default: none. */
  readonly capabilities?: readonly string[];
  /** Default true. */
  readonly noNewPrivileges?: boolean;
  /** Size of /tmp, an emptyDir in memory; undefined: there is none. Default 16m. */
  readonly tmpSize?: string | undefined;
  /** Directories of this machine, read-only, by where they are mounted. */
  readonly binds?: Readonly<Record<string, string>>;
}

/** What a container runtime gives every container, hardened or not. */
const DEFAULT_CAPABILITIES = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FSETID',
  'CAP_FOWNER',
  'CAP_MKNOD',
  'CAP_NET_RAW',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETFCAP',
  'CAP_SETPCAP',
  'CAP_NET_BIND_SERVICE',
  'CAP_SYS_CHROOT',
  'CAP_KILL',
  'CAP_AUDIT_WRITE',
];

/** The container as runtimes start it by default: root with fourteen capabilities. */
export const UNHARDENED: Pick<ContainerSpec, 'uid' | 'capabilities' | 'noNewPrivileges' | 'readOnlyRoot'> = {
  uid: 0,
  capabilities: DEFAULT_CAPABILITIES,
  noNewPrivileges: false,
  readOnlyRoot: false,
};

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

/** The configuration of the OCI runtime specification, 1.0.2. */
export function ociConfig(spec: ContainerSpec): object {
  const { id, cgroup, args, env, cwd = '/app-workdir', uid = 65_532, capabilities = [], noNewPrivileges = true } = spec;
  const { rootfs, readOnlyRoot = true, networkNamespace, binds = {} } = spec;
  const tmpSize = 'tmpSize' in spec ? spec.tmpSize : '16m';
  const mount = (destination: string, type: string, ...options: string[]) => ({
    destination,
    type,
    source: type,
    options,
  });
  return {
    ociVersion: '1.0.2',
    hostname: id,
    process: {
      user: { uid, gid: uid },
      args,
      env: Object.entries({ PATH: '/usr/bin', NODE_ENV: 'production', ...env }).map((pair) => pair.join('=')),
      cwd,
      noNewPrivileges,
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
    },
    root: { path: rootfs, readonly: readOnlyRoot },
    mounts: [
      mount('/proc', 'proc'),
      mount('/dev', 'tmpfs', 'nosuid', 'strictatime', 'mode=755', 'size=65536k'),
      mount('/sys', 'sysfs', 'nosuid', 'noexec', 'nodev', 'ro'),
      ...(tmpSize === undefined ? [] : [mount('/tmp', 'tmpfs', 'nosuid', 'nodev', 'mode=1777', `size=${tmpSize}`)]),
      ...Object.entries(binds).map(([destination, source]) => ({
        destination,
        type: 'bind',
        source,
        options: ['rbind', 'ro'],
      })),
    ],
    linux: {
      namespaces: [
        ...['pid', 'ipc', 'uts', 'mount'].map((type) => ({ type })),
        { type: 'network', path: networkNamespace },
      ],
      // Relative: below the caller's own cgroup, and removed with the container.
      cgroupsPath: cgroup,
      maskedPaths: MASKED,
      readonlyPaths: READ_ONLY,
      seccomp: { defaultAction: 'SCMP_ACT_ALLOW', syscalls: [{ names: REFUSED_CALLS, action: 'SCMP_ACT_ERRNO' }] },
    },
  };
}
