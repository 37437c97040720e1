import { describe, expect, it } from 'vitest';
import { parseProcStatus } from './index.js';

const container = `Name:\tnode
Umask:\t0022
State:\tS (sleeping)
Tgid:\t7
Ngid:\t0
Pid:\t7
PPid:\t1
Uid:\t1000\t1001\t1002\t1003
Gid:\t0\t0\t0\t0
Groups:\t10 20 
NSpid:\t4711\t7
Threads:\t11
CapInh:\t0000000000000000
CapPrm:\t00000000a80425fb
CapEff:\t00000000a80425fb
CapBnd:\t00000000a80425fb
CapAmb:\t0000000000000000
NoNewPrivs:\t1
Seccomp:\t2
Seccomp_filters:\t1
`;

describe('parseProcStatus', () => {
  it('reads what the kernel writes', () => {
    const status = parseProcStatus(container);
    expect(status).toMatchObject({
      name: 'node',
      pid: 7,
      ppid: 1,
      uid: { real: 1000, effective: 1001, saved: 1002, filesystem: 1003 },
      groups: [10, 20],
      nsPid: [4711, 7],
      noNewPrivs: true,
      seccomp: 'filter',
      seccompFilters: 1,
      kernelThread: 'unknown',
    });
    expect(String(status.effective)).toContain('cap_net_raw');
  });

  it('says unknown for what an old kernel or a filter left out', () => {
    const status = parseProcStatus('CapEff:\t0000000000000000\n');
    expect(status.effective.toString()).toBe('');
    expect(status).toMatchObject({ bounding: 'unknown', ambient: 'unknown', noNewPrivs: 'unknown', uid: 'unknown' });
  });

  it('never takes a cut last line for the whole', () => {
    for (let length = 0; length < container.length; length++) {
      let status: ReturnType<typeof parseProcStatus>;
      try {
        status = parseProcStatus(container.slice(0, length));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_STATUS_INVALID' });
        continue;
      }
      const whole = parseProcStatus(container);
      for (const [key, value] of Object.entries(status)) {
        if (value !== 'unknown') expect(value).toEqual(whole[key as keyof typeof whole]);
      }
    }
  });

  it('is not fooled by a process name with newlines', () => {
    const status = parseProcStatus('Name:\ta\\nCapEff:\\\\x\nCapEff:\t0000000000000001\n');
    expect(status.name).toBe('a\nCapEff:\\x');
    expect(String(status.effective)).toBe('cap_chown');
  });

  it.each([
    ['', 1],
    ['\0\u{1f4a9}\xff'.repeat(100), 1],
    ['Name:\tx\nCapEff:\t0x1\n', 2],
    ['Name:\tx\nCapEff:\t000000000000000001\n', 2],
    ['Name:\tx\nUid:\t1\t2\t3\n', 2],
    ['Name:\tx\nSeccomp:\t3\n', 2],
    ['CapEff:\t0000000000000001\nCapEff:\t0000000000000001\n', 2],
  ])('refuses %j in line %i', (text, line) => {
    expect(() => parseProcStatus(text)).toThrow(expect.objectContaining({ code: 'ERR_STATUS_INVALID', line }));
  });
});
