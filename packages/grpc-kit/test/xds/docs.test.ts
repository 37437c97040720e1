import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@org/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBackend } from './backends.js';
import { type LocalControlPlane, startControlPlane } from './control-plane.js';
import { serverListener, service } from './resources.js';

const here = fileURLToPath(new URL('.', import.meta.url));
let controlPlane: LocalControlPlane;
let folder: string;

beforeAll(async () => {
  controlPlane = await startControlPlane();
  await mkdir(join(here, '.docs'), { recursive: true });
  folder = await mkdtemp(join(here, '.docs', 'snippet-'));
  await writeFile(join(folder, 'greeter.ts'), `export { whoami as GreeterService } from '../../backends.js';\n`);
});

afterAll(async () => {
  await rm(join(here, '.docs'), { recursive: true, force: true });
  await controlPlane.close();
});

/** Runs the snippet of docs/xds.md that has `marker` in it. */
async function runSnippet(marker: string, env: Record<string, string>) {
  const page = await readFile(join(here, '../../../../docs/xds.md'), 'utf8');
  const snippet = [...page.matchAll(/```ts\n(.*?)```/gs)]
    .map(([, code = '']) => code)
    .find((code) => code.includes(marker));
  const file = join(folder, `${marker}.ts`);
  await writeFile(file, snippet ?? '');
  return spawn(process.execPath, ['--import', 'tsx', '--conditions=@org/source', file], {
    env: { ...process.env, XDS_SERVER: controlPlane.uri, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

it('the client of docs/xds.md is answered', async () => {
  const backend = await startBackend();
  await controlPlane.publish(service('greeter', [backend.address]));
  const client = await runSnippet('createClientFactory', {});
  let output = '';
  client.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(client, 'exit');
  expect(code).toBe(0);
  expect(output.trim()).toBe(backend.address);
  await backend.stop();
});

it('the server of docs/xds.md serves, and leaves on SIGTERM', async () => {
  const address = `0.0.0.0:${await freePort()}`;
  await controlPlane.publish([serverListener(address)]);
  const server = await runSnippet('createXdsServer', { LISTEN: address, HEALTH: `127.0.0.1:${await freePort()}` });
  const exited = once(server, 'exit');
  const { createClientFactory } = await import('../../src/index.js');
  const { whoami } = await import('./backends.js');
  await using factory = createClientFactory();
  const client = factory.client(whoami, `static:///${address.replace('0.0.0.0', '127.0.0.1')}`);
  await factory.ready({ timeoutMs: 40_000 });
  expect(await client.ask('who')).toBe('hello');
  server.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
