/** How a container is set up; what is left out is as Kubernetes' restricted profile asks, with a read-only root. */
export interface ContainerOptions {
  /** Its host name. Default: a number of its own. */
  readonly name?: string;
  /** Default: PATH alone. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: `/`. */
  readonly cwd?: string;
  /** Default 65532. */
  readonly uid?: number;
  /** Default: the number of the user. */
  readonly gid?: number;
  /** Bounding, effective and permitted ones, as `CAP_KILL`. Default: none. */
  readonly capabilities?: readonly string[];
  /** Default true. */
  readonly noNewPrivileges?: boolean;
  /** Default true. */
  readonly seccomp?: boolean;
  /** Default true. */
  readonly readOnlyRoot?: boolean;
  /** `/proc` unmasked, `/sys` writable, every device; the capabilities are told apart from it. Default false. */
  readonly privileged?: boolean;
  /** Limit of its cgroup. Default: none. */
  readonly memoryBytes?: number;
  /** Beside `/proc`, `/dev` and `/sys`. Default: none, also no `/tmp`. */
  readonly mounts?: readonly Mount[];
  /** `none`: a namespace without a way out; `host`: this process's; else the path of a namespace. Default `none`. */
  readonly network?: string;
}

/** A mount, as the OCI runtime specification writes it. */
export interface Mount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

/** An emptyDir kept in memory. Default: 16 MiB, anyone may write. */
export function tmpfs(destination: string, { size = '16m', mode = '1777', gid = 0 } = {}): Mount {
  const options = ['nosuid', 'nodev', `mode=${mode}`, `gid=${gid}`, `size=${size}`];
  return { destination, type: 'tmpfs', source: 'tmpfs', options };
}

/** A file or directory of this machine, read-only. Default destination: the same path. */
export function readOnlyBind(source: string, destination: string = source): Mount {
  return { destination, type: 'bind', source, options: ['rbind', 'ro'] };
}

/** A container whose manifest says nothing of security: root with fourteen capabilities in a writable root. */
export const unhardened: ContainerOptions = {
  uid: 0,
  capabilities: [
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
  ],
  noNewPrivileges: false,
  seccomp: false,
  readOnlyRoot: false,
};
