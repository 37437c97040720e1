import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CapabilitySet,
  decodeSecurebits,
  type ExecFile,
  encodeFileCapabilities,
  type FileCapabilitiesInput,
  parseProcStatus,
  predictExec,
} from '@org/caps';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from './support/compile.js';
import { Random } from './support/random.js';

const probe = compile('exec-probe.c');
const missing =
  process.getuid?.() !== 0 ? 'needs root' : (probe.missing ?? toolMissing('setfattr') ?? toolMissing('unshare'));
if (missing) console.warn(`SKIPPED: predictExec against real execs: ${missing}`);

const net = CapabilitySet.fromNames(['NET_RAW', 'NET_BIND_SERVICE']);
const bpf = CapabilitySet.fromNames(['BPF', 'NET_RAW']);
const none = CapabilitySet.empty;

interface Program {
  readonly mode: number;
  readonly owner?: number;
  readonly group?: number;
  readonly capabilities?: FileCapabilitiesInput;
}

const programs: Readonly<Record<string, Program>> = {
  plain: { mode: 0o755 },
  'net_raw,net_bind_service=ep': { mode: 0o755, capabilities: { permitted: net, inheritable: none, effective: true } },
  'net_raw,net_bind_service=p': { mode: 0o755, capabilities: { permitted: net, inheritable: none, effective: false } },
  'bpf,net_raw=ei': { mode: 0o755, capabilities: { permitted: none, inheritable: bpf, effective: true } },
  'bpf,net_raw=i': { mode: 0o755, capabilities: { permitted: none, inheritable: bpf, effective: false } },
  'permitted and inheritable': { mode: 0o755, capabilities: { permitted: net, inheritable: bpf, effective: true } },
  'all=ep': { mode: 0o755, capabilities: { permitted: CapabilitySet.all(63), inheritable: none, effective: true } },
  'empty capabilities': { mode: 0o755, capabilities: { permitted: none, inheritable: none, effective: false } },
  'rootid of another namespace': {
    mode: 0o755,
    capabilities: { permitted: net, inheritable: none, effective: true, rootid: 100_000 },
  },
  'setuid root': { mode: 0o4755 },
  'setuid root with capabilities': {
    mode: 0o4755,
    capabilities: { permitted: net, inheritable: none, effective: true },
  },
  'setuid root with capabilities not effective': {
    mode: 0o4755,
    capabilities: { permitted: net, inheritable: none, effective: false },
  },
  'setuid 2000': { mode: 0o4755, owner: 2000 },
  'setgid 2000': { mode: 0o2755, group: 2000 },
  'setuid and setgid 2000 with capabilities': {
    mode: 0o6755,
    owner: 2000,
    group: 2000,
    capabilities: { permitted: bpf, inheritable: net, effective: false },
  },
};

describe.skipIf(missing)('predictExec and execve', () => {
  let directory: string;
  const seen = { EPERM: 0, 'ambient kept': 0, 'held to no_new_privs': 0, 'real uid 0 alone': 0, nosuid: 0 };

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'caps-exec-'));
    chmodSync(directory, 0o755);
    for (const [name, { mode, owner = 0, group = 0, capabilities }] of Object.entries(programs)) {
      const path = pathOf(name);
      copyFileSync(probe.program as string, path);
      chownSync(path, owner, group);
      chmodSync(path, mode);
      if (capabilities) {
        const value = encodeFileCapabilities(capabilities, 'hex');
        const set = spawnSync('setfattr', ['-n', 'security.capability', '-v', value, path], { encoding: 'utf8' });
        expect(set.stderr).toBe('');
      }
    }
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
    console.log('predictExec against execve:', JSON.stringify(seen));
  });

  const pathOf = (name: string) => join(directory, name.replace(/\W/g, '_'));

  it.each(Object.entries(programs))('%s: as 24 kinds of process', (name, program) => {
    const random = new Random(programNumber(name));
    for (let i = 0; i < 24; i++) compare(name, program, random, i % 8 === 7);
  });

  it('met every rule', () => {
    for (const [rule, times] of Object.entries(seen)) expect(`${rule}: ${times}`).not.toMatch(/: 0$/);
  });

  function compare(name: string, program: Program, random: Random, nosuid: boolean): void {
    const available = boundingSet();
    const some = () =>
      CapabilitySet.fromBigInt(random.mask())
        .union(random.pick(net, bpf, none))
        .intersect(available);
    const bounding = random.pick(available, available, some());
    const inheritable = random.pick(none, net, bpf, some());
    const permitted = random.pick(none, net, available, some());
    const ambient = random.pick(none, inheritable.intersect(permitted));
    const ruid = random.pick(0, 1000, 1000, 2000);
    const euid = random.pick(ruid, ruid, ruid, 0, 1000);
    const rgid = random.pick(0, 1000);
    const egid = random.pick(rgid, rgid, 2000);
    const securebits = random.pick(0, 0, 0, 1, 0x2f, 0x40);
    const noNewPrivs = random.pick(0, 0, 0, 1);
    const command = [probe.program as string, ruid, euid, rgid, egid, securebits, noNewPrivs]
      .concat([bounding, inheritable, permitted, ambient].map((set) => set.toHex()))
      .concat(pathOf(name))
      .map(String);
    const wrapped = [
      'unshare',
      '-m',
      'sh',
      '-c',
      'mount --bind -o nosuid "$0" "$0" && exec "$@"',
      directory,
      ...command,
    ];
    const [executable = '', ...args] = nosuid ? wrapped : command;
    const { stdout, stderr } = spawnSync(executable, args, { encoding: 'utf8' });
    const [before = '', after = ''] = stdout.split('--\n');
    expect(`${after ? '' : stdout}${stderr}`).toBe('');

    const file: ExecFile = {
      capabilities: program.capabilities && { version: program.capabilities.rootid ? 3 : 2, ...program.capabilities },
      setuid: program.mode & 0o4000 ? (program.owner ?? 0) : undefined,
      setgid: program.mode & 0o2000 ? (program.group ?? 0) : undefined,
      nosuid,
    };
    const start = parseProcStatus(before);
    const predicted = predictExec({ ...start, securebits }, file);
    const context = `${name} ${JSON.stringify({ command: command.slice(1, -1), nosuid, reasons: predicted.reasons })}`;
    if (after === 'EPERM\n') {
      expect(predicted.outcome, context).toBe('EPERM');
    } else {
      const end = parseProcStatus(after);
      const { outcome, uid, gid, reasons, ...sets } = predicted;
      expect({ outcome, ...hex(sets) }, context).toEqual({ outcome: 'runs', ...hex(end) });
      expect({ uid, gid }, context).toMatchObject({ uid: real(end.uid), gid: real(end.gid) });
    }
    seen.EPERM += predicted.outcome === 'EPERM' ? 1 : 0;
    seen['ambient kept'] += predicted.ambient.isEmpty ? 0 : 1;
    seen['held to no_new_privs'] += predicted.reasons.some((reason) => reason.startsWith('no_new_privs:')) ? 1 : 0;
    seen['real uid 0 alone'] += ruid === 0 && euid !== 0 && !decodeSecurebits(securebits).noRoot.set ? 1 : 0;
    seen.nosuid += nosuid ? 1 : 0;
  }
});

function hex(
  sets: Pick<ReturnType<typeof parseProcStatus>, 'inheritable' | 'permitted' | 'effective' | 'bounding' | 'ambient'>,
) {
  const { inheritable, permitted, effective, bounding, ambient } = sets;
  return Object.fromEntries(
    Object.entries({ inheritable, permitted, effective, bounding, ambient }).map(([name, set]) => [name, String(set)]),
  );
}

function real(ids: ReturnType<typeof parseProcStatus>['uid']) {
  if (ids === 'unknown') throw new Error('the probe printed no ids');
  expect(ids.saved).toBe(ids.effective);
  expect(ids.filesystem).toBe(ids.effective);
  return { real: ids.real, effective: ids.effective };
}

function boundingSet(): CapabilitySet {
  const { bounding } = parseProcStatus(readFileSync('/proc/self/status', 'utf8'));
  if (bounding === 'unknown') throw new Error('no CapBnd in /proc/self/status');
  return bounding;
}

function programNumber(name: string): number {
  return Object.keys(programs).indexOf(name);
}

function toolMissing(tool: string): string | undefined {
  return spawnSync(tool, ['--version']).error?.message;
}
