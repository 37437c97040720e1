import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** An OCI bundle whose root is made of read-only binds of this machine: a container without an image. */
export class OciBundle {
  readonly directory: string;

  /** `binds` are the directories that the process sees besides the system's; the host's network is shared. */
  constructor(args: readonly string[], env: Readonly<Record<string, string>>, binds: readonly string[]) {
    this.directory = mkdtempSync(join(tmpdir(), 'oci-bundle-'));
    const root = join(this.directory, 'rootfs');
    mkdirSync(root);
    const bound = [...new Set(['/usr', '/etc', ...systemDirectories(root), ...binds])];
    for (const path of ['/proc', '/dev', '/tmp', ...bound]) mkdirSync(join(root, path), { recursive: true });
    // runc 1.1 gives a tmpfs the mode of its mount point, whatever its options say.
    chmodSync(join(root, '/tmp'), 0o1777);
    writeFileSync(join(this.directory, 'config.json'), JSON.stringify(config(args, env, bound)));
  }

  close(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** /bin, /lib and /lib64, which are links into /usr on most systems and directories on others. */
function systemDirectories(root: string): string[] {
  return ['/bin', '/lib', '/lib64'].filter((path) => {
    if (!existsSync(path)) return false;
    if (!lstatSync(path).isSymbolicLink()) return true;
    symlinkSync(readlinkSync(path), join(root, path));
    return false;
  });
}

function config(args: readonly string[], env: Readonly<Record<string, string>>, binds: readonly string[]): object {
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid: 65_532, gid: 65_532 },
      args,
      env: Object.entries({ PATH: `${dirname(args[0] ?? '')}:/usr/bin:/bin`, ...env }).map((pair) => pair.join('=')),
      cwd: '/tmp',
      noNewPrivileges: true,
    },
    root: { path: 'rootfs', readonly: true },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
      { destination: '/tmp', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'nodev', 'mode=1777', 'size=64m'] },
      ...binds.map((path) => ({ destination: path, type: 'bind', source: path, options: ['rbind', 'ro'] })),
    ],
    linux: { namespaces: ['pid', 'mount', 'ipc', 'uts'].map((type) => ({ type })) },
  };
}
