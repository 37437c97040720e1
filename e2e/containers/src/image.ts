import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeNodeImage } from '@org/testing';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
  packageManager: string;
};

/** Where the services are in the image. */
export const SERVICES = { greeter: '/app/greeter-server', bff: '/app/bff' } as const;

/** A root file system as the Dockerfiles make it: Node and the deployed services, owned by root; no shell. */
export function buildImage(root: string): void {
  makeNodeImage(root);
  for (const path of ['app', 'app-workdir']) mkdirSync(join(root, path));
  chownSync(join(root, 'app-workdir'), 65_532, 65_532);
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/:\nnonroot:x:65532:65532:nonroot:/:\n');
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
  deploy('@org/example-greeter-server', join(root, SERVICES.greeter));
  deploy('@org/example-bff', join(root, SERVICES.bff));
}

/** A package with the dependencies that it runs with, as in the Dockerfile. */
function deploy(name: string, directory: string): void {
  const args = ['-y', packageManager, '--prefer-offline', '--filter', name, 'deploy', '--prod', '--legacy', directory];
  execFileSync('npx', args, { cwd: REPOSITORY, stdio: ['ignore', 'ignore', 'inherit'] });
}
