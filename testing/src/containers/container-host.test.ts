import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../until.js';
import { ContainerHost, containerScratch, removeContainerScratch } from './container-host.js';
import { tmpfs, unhardened } from './container-options.js';
import { containersMissing } from './containers-missing.js';
import { makeNodeImage } from './node-image.js';

const missing = containersMissing();
if (missing) console.warn(`skipped: containers: ${missing}`);

const node = (script: string): string[] => ['/usr/bin/node', '-e', script];

/** The files and control groups of this host's containers. */
function remains(scratch: string): string[] {
  const { stdout } = spawnSync('find', ['/sys/fs/cgroup', '-name', `${basename(scratch)}*`], { encoding: 'utf8' });
  return [...(existsSync(scratch) ? [scratch] : []), ...stdout.split('\n').filter(Boolean)];
}

describe.skipIf(missing)('a container', () => {
  let host: ContainerHost;
  beforeAll(() => {
    host = new ContainerHost();
    makeNodeImage(host.image);
  });
  afterAll(() => host?.[Symbol.asyncDispose]());

  test('is hardened unless it is told otherwise', async () => {
    const script = `
      const status = require('fs').readFileSync('/proc/self/status', 'utf8');
      const [caps, privs, seccomp] = ['CapEff', 'NoNewPrivs', 'Seccomp'].map((name) => new RegExp(name + ':\\\\s*(.*)').exec(status)[1]);
      let write; try { require('fs').writeFileSync('/file', ''); write = 'written' } catch ({ code }) { write = code }
      console.log(process.getuid(), caps, privs, seccomp, write, process.pid)`;
    const hardened = await host.run(node(script));
    expect(hardened).toEqual({ code: 0, stdout: '65532 0000000000000000 1 2 EROFS 1\n', stderr: '' });
    const root = await host.run(node(script), unhardened);
    expect(root).toEqual({ code: 0, stdout: '0 00000000a80425fb 0 0 written 1\n', stderr: '' });
    // What one has written, the next does not find.
    const next = await host.run(node("process.exitCode = require('fs').existsSync('/file') ? 1 : 7"));
    expect(next.code).toBe(7);
  });

  test('is told its environment, directory, mounts and memory', async () => {
    const script = `
      const { existsSync, readFileSync, writeFileSync } = require('fs');
      writeFileSync('here', process.env.WORD);
      const limit = ['memory/memory.limit_in_bytes', 'memory.max'].map((file) => '/sys/fs/cgroup/' + file).find(existsSync);
      console.log(process.cwd(), readFileSync('/tmp/here', 'utf8'), readFileSync(limit, 'utf8').trim())`;
    const options = { cwd: '/tmp', env: { WORD: 'hello' }, mounts: [tmpfs('/tmp')], memoryBytes: 2 ** 28 };
    const { stdout, stderr } = await host.run(node(script), options);
    expect(`${stdout}${stderr}`).toBe(`/tmp hello ${2 ** 28}\n`);
  });

  test('is signalled and says what it logs', async () => {
    const script = `
      process.on('SIGTERM', () => process.exit(3));
      setInterval(() => {}, 1000);
      console.log(JSON.stringify({ msg: 'ready' }));`;
    await using container = host.start(node(script));
    await until('ready', () => container.log.some(({ msg }) => msg === 'ready'));
    expect(existsSync(`${container.root}/usr/bin/node`)).toBe(true);
    container.signal('SIGTERM');
    expect(await container.ended).toBe(3);
    expect(container.running).toBe(false);
  });

  test('says why it could not be started', async () => {
    const { code, stderr } = await host.run(['/nothing']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('/nothing');
  });
});

describe.skipIf(missing)('nothing is left', () => {
  const forever = node('setInterval(() => {}, 1000)');

  test('of containers that still run, or have only just been started', async () => {
    const scratch = containerScratch();
    const host = new ContainerHost(scratch);
    makeNodeImage(host.image);
    const running = host.start(forever);
    await until('it runs', () => existsSync(`${scratch}/state/${running.name}/state.json`));
    expect(remains(scratch).length, 'files and groups').toBeGreaterThan(1);
    const starting = host.start(forever);
    await host[Symbol.asyncDispose]();
    expect([running.running, starting.running]).toEqual([false, false]);
    expect(remains(scratch)).toEqual([]);
  });

  test('of those of a process that was killed, once there is another', async () => {
    const child = fork(new URL('programs/never-disposes.ts', import.meta.url), {
      execArgv: ['--import', 'tsx', '--conditions=@org/source'],
    });
    const [root] = (await once(child, 'message')) as [string];
    const name = readdirSync(tmpdir()).find((entry) => entry.startsWith(`test-containers-${child.pid}-`));
    const scratch = join(tmpdir(), name ?? '');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(remains(scratch).length).toBeGreaterThan(1);
    expect(existsSync(root)).toBe(true);
    removeContainerScratch(containerScratch());
    expect(remains(scratch)).toEqual([]);
    expect(existsSync(root)).toBe(false);
  });
});
