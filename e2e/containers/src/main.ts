// The examples inside real OCI containers: `npm run e2e:containers [-- --only TEXT]`.
// Everything happens in mount, network and process namespaces of its own, so that nothing outlives it, however it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { containerScratch, containersMissing, removeContainerScratch } from '@org/testing';
import { allCases } from './cases/index.js';
import type { Cluster } from './cluster.js';
import { buildImage } from './image.js';
import { closingLine } from './run-cases.js';

const missing = containersMissing({ dnsmasq: 'dnsmasq-base', ip: 'iproute2' });
if (missing !== undefined) {
  console.log(`e2e:containers not run: ${missing}`);
  console.log(closingLine({ passed: 0, failed: 0, skipped: allCases({} as Cluster, '').length }));
  process.exit(0);
}

const scratch = containerScratch();
try {
  console.log('building the image from this machine’s Node and the built examples …');
  buildImage(join(scratch, 'image'));
  const inside = spawn(
    'unshare',
    [
      '--mount',
      '--net',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      '--propagation',
      'private',
      process.execPath,
      '--import',
      'tsx',
      '--conditions=@org/source',
      fileURLToPath(new URL('inside.ts', import.meta.url)),
      scratch,
      ...process.argv.slice(2),
    ],
    {
      // The channel tells those inside when this process is gone.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, TMPDIR: scratch },
    },
  );
  const stop = (): void => void inside.kill('SIGKILL');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const [code] = (await once(inside, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  removeContainerScratch(scratch);
}
