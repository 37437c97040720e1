import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseProcStatus } from '@org/caps';

/** How a container is started, in the terms of a Kubernetes securityContext. */
export interface ContainerOptions {
  readonly uid: number;
  readonly capabilities: readonly string[];
  readonly noNewPrivs: boolean;
  readonly seccomp: boolean;
  readonly readOnlyRoot: boolean;
  readonly masked: boolean;
  readonly memoryBytes?: number;
  /** A directory of this machine as the service account's. */
  readonly serviceAccount?: string;
}

/** What a container printed and how it ended. */
export interface ContainerResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Why no container can be started here; undefined when one can. */
export function containersMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root';
  return ['runc', 'unshare', 'ldd'].find((tool) => spawnSync(tool, ['--version']).error)?.concat(' is not installed');
}

/** A root directory with Node and the files of `app`, from which runc starts containers. */
export class ContainerHost {
  private readonly directory: string = mkdtempSync(join(tmpdir(), 'caps-runc-'));
  private count = 0;

  constructor(app: string) {
    const rootfs = join(this.directory, 'rootfs');
    for (const path of ['proc', 'sys', 'dev', 'tmp', 'var/run/secrets/kubernetes.io/serviceaccount', 'bin']) {
      mkdirSync(join(rootfs, path), { recursive: true });
    }
    chmodSync(join(rootfs, 'tmp'), 0o1777);
    chmodSync(this.directory, 0o755);
    copyFileSync(process.execPath, join(rootfs, 'bin/node'));
    for (const library of libraries(process.execPath)) {
      mkdirSync(join(rootfs, dirname(library)), { recursive: true });
      copyFileSync(library, join(rootfs, library));
    }
    spawnSync('cp', ['-r', app, join(rootfs, 'app')]);
  }

  /** Runs one command to its end. */
  run(options: ContainerOptions, args: readonly string[]): ContainerResult {
    const id = `caps-${process.pid}-${++this.count}`;
    const bundle = join(this.directory, id);
    mkdirSync(bundle);
    writeFileSync(
      join(bundle, 'config.json'),
      JSON.stringify(config(options, args, join(this.directory, 'rootfs'), id)),
    );
    const state = join(this.directory, 'state');
    // A mount namespace of its own: whatever happens, no mount outlives the command.
    const command = ['-m', '--propagation', 'private', 'runc', '--root', state, 'run', '--bundle', bundle, id];
    const { stdout, stderr, status, error } = spawnSync('unshare', command, { encoding: 'utf8', maxBuffer: 1 << 26 });
    if (error) throw error;
    return { stdout, stderr, status };
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Every capability that this machine can hand on, by the names that a runtime's config has. */
export function allCapabilities(): string[] {
  const { bounding } = parseProcStatus(readFileSync('/proc/self/status', 'utf8'));
  return bounding === 'unknown' ? [] : bounding.names.map((name) => name.toUpperCase());
}

function libraries(program: string): string[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => (path && existsSync(path) ? [path] : []));
}

const maskedPaths = [
  '/proc/acpi',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/scsi',
  '/sys/firmware',
];
const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

function config(options: ContainerOptions, args: readonly string[], rootfs: string, id: string) {
  const { uid, noNewPrivs, seccomp, readOnlyRoot, masked, memoryBytes, serviceAccount } = options;
  const capabilities = options.capabilities.map((name) => (name.startsWith('CAP_') ? name : `CAP_${name}`));
  const access = masked ? 'ro' : 'rw';
  const mount = (destination: string, type: string, ...flags: string[]) => ({
    destination,
    type,
    source: type,
    options: flags,
  });
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid, gid: uid },
      args,
      cwd: '/',
      env: ['PATH=/bin', 'NO_COLOR=1'],
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
      noNewPrivileges: noNewPrivs,
    },
    root: { path: rootfs, readonly: readOnlyRoot },
    hostname: basename(id),
    mounts: [
      mount('/proc', 'proc'),
      mount('/dev', 'tmpfs', 'nosuid', 'mode=755', 'size=65536k'),
      mount('/dev/shm', 'tmpfs', 'nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k'),
      mount('/sys', 'sysfs', 'nosuid', 'noexec', 'nodev', access),
      mount('/sys/fs/cgroup', 'cgroup', 'nosuid', 'noexec', 'nodev', access),
      mount('/tmp', 'tmpfs', 'nosuid', 'nodev', 'mode=1777'),
      ...(serviceAccount
        ? [{ ...mount('/var/run/secrets/kubernetes.io/serviceaccount', 'bind', 'bind', 'ro'), source: serviceAccount }]
        : []),
    ],
    linux: {
      namespaces: ['pid', 'ipc', 'uts', 'mount', 'network', 'cgroup'].map((type) => ({ type })),
      // Relative, so that the container stays below the caller's own cgroup.
      cgroupsPath: id,
      resources: {
        devices: [{ allow: !masked, access: 'rwm' }],
        ...(memoryBytes && { memory: { limit: memoryBytes } }),
      },
      ...(masked && { maskedPaths, readonlyPaths }),
      ...(seccomp && {
        seccomp: {
          defaultAction: 'SCMP_ACT_ALLOW',
          syscalls: [{ names: ['kexec_load', 'reboot'], action: 'SCMP_ACT_ERRNO' }],
        },
      }),
    },
  };
}
