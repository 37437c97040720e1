import { describe, expect, it } from 'vitest';
import { CapabilitySet, parseProcStatus } from './index.js';

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

  it.each([
    ['Pid:\tx\n', 'status line 1: Pid is "x": expected a number'],
    ['Pid:\t12345678901\n', 'status line 1: Pid is "12345678901": expected a number'],
    ['Name:\tx\nUid:\t1\t2\t3\n', 'status line 2: Uid is "1\\t2\\t3": expected four numbers'],
    ['Gid:\t1 2 3 4 5\n', 'status line 1: Gid is "1 2 3 4 5": expected four numbers'],
    ['Groups:\t1 x\n', 'status line 1: Groups is "1 x": expected numbers'],
    ['NSpid:\t-1\n', 'status line 1: NSpid is "-1": expected numbers'],
    ['Kthread:\t2\n', 'status line 1: Kthread is "2": expected 0 or 1'],
    ['NoNewPrivs:\t\n', 'status line 1: NoNewPrivs is "": expected 0 or 1'],
    ['Seccomp:\t3\n', 'status line 1: Seccomp is "3": expected 0, 1 or 2'],
    ['Seccomp_filters:\t1.5\n', 'status line 1: Seccomp_filters is "1.5": expected a number'],
    ['CapEff:\t000000000000000g\n', 'status line 1: CapEff is "000000000000000g": expected 16 hex digits'],
    ['CapBnd:\t000000000000000A\n', 'status line 1: CapBnd is "000000000000000A": expected 16 hex digits'],
    ['CapInh:\t0000000000000001', undefined],
    ['CapPrm:\t000000000000000', 'status line 1: CapPrm is "000000000000000": expected 16 hex digits'],
    ['CapAmb:\t1\n', 'status line 1: CapAmb is "1": expected 16 hex digits'],
    ['Tgid:\t1\nTgid:\t1\n', 'status line 2: Tgid appears twice: expected one process'],
    ['nothing\n\n', 'status line 1: no field of /proc/PID/status found'],
    ['Pid:\t1', 'status line 1: no field of /proc/PID/status found'],
    [`Name:\t${'x'.repeat(257)}\n`, `status line 1: Name is "${'x'.repeat(59)}…": expected a name`],
    [`Groups:\t${'1 '.repeat(65_537)}\n`, /expected numbers$/],
  ])('says of %j what is wrong', (text, message) => {
    if (message === undefined) expect(() => parseProcStatus(text)).not.toThrow();
    else {
      const said = typeof message === 'string' ? message : expect.stringMatching(message);
      expect(() => parseProcStatus(text)).toThrow(expect.objectContaining({ message: said }));
    }
  });

  it.each([
    ['PPid:\t3\n', { ppid: 3 }],
    ['Tgid:\t4294967295\n', { tgid: 4_294_967_295 }],
    ['Threads:\t2\n', { threads: 2 }],
    ['Kthread:\t1\n', { kernelThread: true }],
    ['Kthread:\t0', { kernelThread: false }],
    ['NoNewPrivs:\t0\n', { noNewPrivs: false }],
    ['Seccomp:\t0\n', { seccomp: 'disabled' }],
    ['Seccomp:\t1\n', { seccomp: 'strict' }],
    ['Groups:\t\n', { groups: [] }],
    [`Groups:\t${'1 '.repeat(65_536)}\n`, { groups: expect.objectContaining({ length: 65_536 }) }],
    ['Gid:\t1\t2\t3\t4\n', { gid: { real: 1, effective: 2, saved: 3, filesystem: 4 } }],
    ['Name:\t a b \n', { name: ' a b ' }],
    ['Name:\t\\x\\\\n\n', { name: '\\x\\n' }],
    [`Name:\t${'x'.repeat(256)}\n`, { name: 'x'.repeat(256) }],
    ['CapEff:\t0000000000000001\nUnknownField:\tCapEff\nx\n', { effective: CapabilitySet.fromNames([0]) }],
  ])('reads %j', (text, expected) => {
    expect(parseProcStatus(text)).toMatchObject(expected);
  });

  it('refuses what is no text', () => {
    const message = 'status 5: expected a string';
    expect(() => parseProcStatus(5 as never)).toThrow(expect.objectContaining({ code: 'ERR_STATUS_INVALID', message }));
  });
});
