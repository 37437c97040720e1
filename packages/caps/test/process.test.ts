import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readProcess } from '@org/caps';
import { until } from '@org/testing';
import { describe, expect, it } from 'vitest';
import { compile } from './support/compile.js';

const linux = process.platform === 'linux';
const program = compile('differing-threads.c', '-lpthread');
if (program.missing) console.warn(`SKIPPED: threads that differ: ${program.missing}`);
const unshare = spawnSync('unshare', ['-Ur', 'true']);
const noUserNamespaces = unshare.error?.message ?? (unshare.status === 0 ? undefined : String(unshare.stderr).trim());
if (noUserNamespaces) console.warn(`SKIPPED: processes of other user namespaces: ${noUserNamespaces}`);
const kernelThread = linux && readFileSync('/proc/2/stat', 'utf8').includes('kthreadd');
if (!kernelThread) console.warn('SKIPPED: kernel threads: none to be seen in this pid namespace');

async function during(child: ChildProcess, test: (pid: number) => unknown): Promise<void> {
  try {
    if (child.pid === undefined) throw new Error('the child did not start');
    await test(child.pid);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}

describe.skipIf(!linux)('readProcess', () => {
  it('reads itself, by name and by number', () => {
    const self = readProcess('self');
    expect(self).toMatchObject({ pid: process.pid, userNamespace: 'same', differing: [] });
    expect(self.uid).toMatchObject({ effective: process.geteuid?.() });
    expect(self.tids.length).toBeGreaterThan(1);
    expect(readProcess(process.pid).effective).toEqual(self.effective);
  });

  it.skipIf(program.missing)('merges threads and names those that differ', async () => {
    const child = spawn(program.program as string, { stdio: ['pipe', 'pipe', 'inherit'] });
    await during(child, async (pid) => {
      const [tid] = await once(child.stdout as NodeJS.ReadableStream, 'data');
      const merged = readProcess(pid);
      expect(merged.tids).toEqual([pid, Number(tid)]);
      // What the first thread may do, the process may do.
      expect(merged.noNewPrivs).toBe(false);
      expect(merged.effective).toEqual(readProcess('self').effective);
      expect(merged.differing).toContainEqual({ tid: Number(tid), field: 'noNewPrivs', value: true, leader: false });
      const changed = process.getuid?.() === 0 ? ['permitted', 'effective', 'noNewPrivs'] : ['noNewPrivs'];
      expect(merged.differing.map(({ field }) => field)).toEqual(changed);
    });
  });

  it.skipIf(noUserNamespaces)('sees that capabilities belong to another user namespace', async () => {
    await during(spawn('unshare', ['-Ur', 'sleep', '60']), async (pid) => {
      const inside = await until('the new namespace', () => {
        const status = readProcess(pid);
        return status.name === 'sleep' ? status : undefined;
      });
      expect(inside.userNamespace).toBe('other');
      expect(inside.uidMap).toEqual([{ inside: 0, outside: process.getuid?.(), count: 1 }]);
    });
  });

  it.skipIf(!kernelThread)('refuses kernel threads, which show full sets and run no program', () => {
    expect(() => readProcess(2)).toThrow(expect.objectContaining({ code: 'ERR_KERNEL_THREAD' }));
  });

  it('says that a process is not there', async () => {
    const child = spawn('true');
    await once(child, 'close');
    expect(() => readProcess(child.pid as number)).toThrow(expect.objectContaining({ code: 'ERR_PROCESS_NOT_FOUND' }));
    expect(() => readProcess('self', { procRoot: '/nonexistent' })).toThrow(
      expect.objectContaining({ code: 'ERR_PROC_UNAVAILABLE' }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, '1', '../self'])('refuses the pid %j', (pid) => {
    expect(() => readProcess(pid as number)).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID' }));
  });
});
