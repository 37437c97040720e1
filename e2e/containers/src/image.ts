import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
  packageManager: string;
};

/** Where the services are in the image. */
export const SERVICES = { greeter: '/app/greeter-server', bff: '/app/bff' } as const;

/**
 * A root file system as the Dockerfiles make it: this machine's Node and its libraries, the deployed services owned by
 * root, no shell. Mount points are there because a read-only root cannot get them later.
 */
export function buildImage(rootfs: string): void {
  for (const path of ['proc', 'sys', 'dev', 'etc', 'tmp', 'usr/bin', 'app', 'app-workdir', 'secrets/signing', 'tls']) {
    mkdirSync(join(rootfs, path), { recursive: true });
  }
  // runc gives a tmpfs the mode of its mount point.
  chmodSync(join(rootfs, 'tmp'), 0o1777);
  chownSync(join(rootfs, 'app-workdir'), 65_532, 65_532);
  copyFileSync(process.execPath, join(rootfs, 'usr/bin/node'));
  for (const library of librariesOf(process.execPath)) {
    mkdirSync(join(rootfs, dirname(library)), { recursive: true });
    copyFileSync(library, join(rootfs, library));
  }
  writeFileSync(join(rootfs, 'etc/passwd'), 'root:x:0:0:root:/:\nnonroot:x:65532:65532:nonroot:/:\n');
  writeFileSync(join(rootfs, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  writeFileSync(join(rootfs, 'etc/hosts'), '127.0.0.1 localhost\n');
  writeFileSync(join(rootfs, 'etc/resolv.conf'), '');
  deploy('@org/example-greeter-server', join(rootfs, SERVICES.greeter));
  deploy('@org/example-bff', join(rootfs, SERVICES.bff));
}

/** A package with the dependencies that it runs with, as in the Dockerfile. */
function deploy(name: string, directory: string): void {
  const args = ['-y', packageManager, '--prefer-offline', '--filter', name, 'deploy', '--prod', '--legacy', directory];
  execFileSync('npx', args, { cwd: REPOSITORY, stdio: ['ignore', 'ignore', 'inherit'] });
}

function librariesOf(program: string): string[] {
  const listing = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...listing.matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => (path && existsSync(path) ? [path] : []));
}
