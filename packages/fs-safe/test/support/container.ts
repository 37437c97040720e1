import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Whether containers can be run here: it takes Linux, root and runc(8). */
export const canRunContainers: boolean =
  process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('runc', ['--version']).status === 0;

/** How one container is set up; everything else is as hardened as Kubernetes' restricted profile asks. */
export interface ContainerSetup {
  readonly readOnlyRoot: boolean;
  /** Mounts beside /proc and /dev, as the OCI runtime specification writes them. */
  readonly mounts?: readonly object[];
}

/** An emptyDir kept in memory, as a kubelet mounts it for this fsGroup. */
export function tmpfs(destination: string, mode: string, gid = 0): object {
  return {
    destination,
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'nodev', `mode=${mode}`, `gid=${gid}`, 'size=1m'],
  };
}

/** What a program in a container said. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a bundled ES module as uid 65532 in the root directory of a container, on overlayfs as everywhere. */
export async function runInContainer(
  scratch: string,
  [program = '', ...args]: readonly string[],
  setup: ContainerSetup,
): Promise<Said> {
  const rootfs = join(scratch, 'image');
  for (const dir of ['upper', 'work', 'rootfs']) mkdirSync(join(scratch, dir));
  for (const dir of ['proc', 'dev', 'tmp', 'usr/bin', 'opt']) mkdirSync(join(rootfs, dir), { recursive: true });
  // runc gives a tmpfs the mode of its mount point.
  chmodSync(join(rootfs, 'tmp'), 0o1777);
  const id = `fs-safe-${process.pid}-${basename(scratch).toLowerCase()}`;
  writeFileSync(join(scratch, 'config.json'), JSON.stringify(configFor(id, [program, ...args], setup)));
  const overlay = 'mount -t overlay -o lowerdir=image,upperdir=upper,workdir=work overlay rootfs';
  const run = `${overlay}; runc --root state run ${id}; code=$?; runc --root state delete --force ${id}; exit $code`;
  return new Promise((resolve) => {
    const options = { cwd: scratch, timeout: 50_000 };
    execFile('unshare', ['-m', '--propagation', 'private', 'sh', '-c', run], options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

function configFor(id: string, [program = '', ...args]: readonly string[], setup: ContainerSetup): object {
  const { readOnlyRoot, mounts = [] } = setup;
  const readOnly = (source: string, destination = source) => ({
    destination,
    type: 'bind',
    source,
    options: ['bind', 'ro', 'nosuid', 'nodev'],
  });
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid: 65532, gid: 65532 },
      args: ['/usr/bin/node', '/opt/program.mjs', ...args],
      env: ['PATH=/usr/bin', 'HOME=/'],
      cwd: '/',
      noNewPrivileges: true,
      capabilities: {},
    },
    root: { path: 'rootfs', readonly: readOnlyRoot },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=64k'] },
      readOnly(process.execPath, '/usr/bin/node'),
      ...librariesOf(process.execPath).map((path) => readOnly(path)),
      readOnly(program, '/opt/program.mjs'),
      ...mounts,
    ],
    linux: {
      namespaces: ['pid', 'ipc', 'uts', 'mount', 'network'].map((type) => ({ type })),
      // Relative, so that it stays below the caller's own group and goes with the container.
      cgroupsPath: id,
    },
  };
}

function librariesOf(executable: string): string[] {
  const listing = execFileSync('ldd', [executable], { encoding: 'utf8' });
  return [...listing.matchAll(/(?:=> )?(\/\S+) \(0x/g)]
    .map(([, path]) => path ?? '')
    .filter((path) => dirname(path) !== '');
}
