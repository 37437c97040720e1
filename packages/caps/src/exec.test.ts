import { describe, expect, it } from 'vitest';
import { CapabilitySet, type ExecFile, type ExecOptions, type ExecProcess, predictExec } from './index.js';

const set = (...names: string[]): CapabilitySet => CapabilitySet.fromNames(names);
const none = CapabilitySet.empty;
const all = CapabilitySet.all();
const user = { real: 1000, effective: 1000 };
const root = { real: 0, effective: 0 };

/** A process of an ordinary user whom nothing but the bounding set limits. */
const ordinary: ExecProcess = { uid: user, gid: user, inheritable: none, permitted: none, bounding: all };
const file = (permitted: CapabilitySet, inheritable = none, effective = true): ExecFile => ({
  capabilities: { version: 2, permitted, inheritable, effective },
});

function exec(process: Partial<ExecProcess>, program?: ExecFile, options?: ExecOptions) {
  const { permitted, effective, ambient, ...rest } = predictExec({ ...ordinary, ...process }, program, options);
  return { ...rest, permitted: `${permitted}`, effective: `${effective}`, ambient: `${ambient}` };
}

describe('a plain program', () => {
  it('leaves a user without capabilities, and says nothing', () => {
    expect(exec({ permitted: set('net_raw'), inheritable: set('net_raw') })).toMatchObject({
      outcome: 'runs',
      permitted: '',
      effective: '',
      uid: user,
      gid: user,
      reasons: [],
    });
    expect(predictExec(ordinary)).toMatchObject({ outcome: 'runs', reasons: [] });
  });

  it('keeps the ambient set', () => {
    const ambient = set('net_raw');
    expect(exec({ permitted: ambient, inheritable: ambient, ambient })).toMatchObject({
      permitted: 'cap_net_raw',
      effective: 'cap_net_raw',
      ambient: 'cap_net_raw',
      reasons: ['ambient set kept'],
    });
  });

  it('gives uid 0 what is inheritable or within bounds', () => {
    const bounding = set('chown');
    expect(exec({ uid: root, gid: root, bounding, inheritable: set('kill') })).toMatchObject({
      permitted: 'cap_chown,cap_kill',
      effective: 'cap_chown,cap_kill',
      reasons: ['uid 0 is permitted inheritable | bounding'],
    });
  });

  it('gives a real uid 0 alone the permission and not the effect', () => {
    expect(exec({ uid: { real: 0, effective: 1000 }, bounding: set('chown') })).toMatchObject({
      permitted: 'cap_chown',
      effective: '',
      reasons: ['uid 0 is permitted inheritable | bounding; only the real uid is 0, so none is effective'],
    });
  });

  it.each([
    ['both', root],
    ['the real uid', { real: 0, effective: 5 }],
    ['the effective uid', { real: 5, effective: 0 }],
  ])('gives nothing for uid 0 with noroot: %s', (_, uid) => {
    expect(exec({ uid, gid: root, securebits: 1 })).toMatchObject({
      permitted: '',
      effective: '',
      reasons: ['noroot: uid 0 gains nothing'],
    });
  });

  it('says nothing of noroot to others', () => {
    expect(exec({ securebits: 1 }).reasons).toEqual([]);
  });
});

describe('a program with file capabilities', () => {
  const applied = 'file capabilities: inheritable & file inheritable | bounding & file permitted';

  it('gives what is within bounds, and what is inheritable on both sides', () => {
    const program = file(set('net_raw'), set('kill', 'chown'));
    expect(exec({ inheritable: set('kill', 'bpf') }, program)).toMatchObject({
      permitted: 'cap_kill,cap_net_raw',
      effective: 'cap_kill,cap_net_raw',
      reasons: [applied],
    });
    expect(exec({}, file(set('net_raw'), none, false))).toMatchObject({ permitted: 'cap_net_raw', effective: '' });
  });

  it('does not run when it is effective and not all of it is within bounds', () => {
    const process = { bounding: set('chown'), permitted: set('kill'), effective: set('kill') };
    const failed = exec(process, file(set('net_raw', 'chown', 'bpf')));
    expect(failed).toMatchObject({
      outcome: 'EPERM',
      uid: user,
      gid: user,
      permitted: 'cap_kill',
      effective: 'cap_kill',
      reasons: [
        applied,
        'EPERM: the file is effective and not all of it allowed: cap_net_raw,cap_bpf is out of bounds',
      ],
    });
    expect(failed).not.toHaveProperty('groups');
    expect(failed).not.toHaveProperty('noNewPrivs');
    expect(exec(process, file(set('net_raw', 'chown'), none, false))).toMatchObject({
      outcome: 'runs',
      permitted: 'cap_chown',
    });
  });

  it('counts what a kernel does not know for nothing', () => {
    expect(exec({}, file(set('bpf', 'chown')), { lastCap: 37 })).toMatchObject({
      outcome: 'runs',
      permitted: 'cap_chown',
    });
  });

  it('takes the ambient set away', () => {
    const ambient = set('kill');
    expect(exec({ ambient, inheritable: ambient, permitted: ambient }, file(none, none, false))).toMatchObject({
      ambient: '',
      permitted: '',
      reasons: [applied, 'ambient set cleared: the file is privileged'],
    });
  });

  it.each([
    ['nosuid', { nosuid: true }, 'file capabilities ignored: nosuid mount'],
    ['another namespace', { rootid: 100_000 }, 'file capabilities ignored: of the user namespace of rootid 100000'],
  ])('counts for nothing: %s', (_, { nosuid = false, rootid }: { nosuid?: boolean; rootid?: number }, reason) => {
    const capabilities = { version: 3 as const, permitted: set('chown'), inheritable: none, effective: true };
    const program = { nosuid, capabilities: rootid === undefined ? capabilities : { ...capabilities, rootid } };
    expect(exec({}, program)).toMatchObject({ outcome: 'runs', permitted: '', reasons: [reason] });
  });

  it('counts in a namespace whose root it was made by', () => {
    const capabilities = { version: 3 as const, permitted: set('chown'), inheritable: none, effective: true };
    expect(exec({ namespaceRootids: [0, 7] }, { capabilities: { ...capabilities, rootid: 7 } }).permitted).toBe(
      'cap_chown',
    );
    expect(exec({}, { capabilities: { ...capabilities, rootid: 0 } }).permitted).toBe('cap_chown');
  });
});

describe('a set-ID program', () => {
  const becomes = 'set-ID bits change the effective ids';

  it('of root makes a user root', () => {
    expect(exec({ bounding: set('chown') }, { setuid: 0 })).toMatchObject({
      uid: { real: 1000, effective: 0 },
      permitted: 'cap_chown',
      effective: 'cap_chown',
      reasons: [becomes, 'uid 0 is permitted inheritable | bounding'],
    });
  });

  it('of root with file capabilities gains only those', () => {
    const { permitted, reasons } = exec({}, { ...file(set('chown')), setuid: 0 });
    expect(permitted).toBe('cap_chown');
    expect(reasons).toContain('set-user-ID root with file capabilities gains only those');
    expect(exec({ uid: root, gid: root }, { ...file(set('chown')), setuid: 0 }).permitted).toBe(`${all}`);
  });

  it.each([
    [{ nosuid: true }, {}, 'set-ID bits ignored: nosuid mount'],
    [{}, { noNewPrivs: true }, 'set-ID bits ignored: no_new_privs'],
  ])('is any other program: %j %j', (mount, process, reason) => {
    expect(exec(process, { setuid: 0, setgid: 0, ...mount })).toMatchObject({
      uid: user,
      gid: user,
      permitted: '',
      reasons: [reason],
    });
  });

  it('of a group changes the group', () => {
    expect(exec({}, { setgid: 7 })).toMatchObject({ gid: { real: 1000, effective: 7 }, reasons: [becomes] });
  });

  describe('takes the ambient set away when the identity changes', () => {
    const ambient = set('kill');
    const process = { ambient, inheritable: ambient, permitted: ambient };
    it.each<[string, ExecFile, Partial<ExecProcess>, ExecOptions, string]>([
      ['another user', { setuid: 7 }, {}, {}, ''],
      ['another group', { setgid: 7 }, {}, {}, ''],
      ['the same user and group', { setuid: 1000, setgid: 1000 }, {}, {}, 'cap_kill'],
      ['a supplementary group', { setgid: 7 }, { groups: [6, 7] }, {}, 'cap_kill'],
      ['a supplementary group, before 6.16', { setgid: 7 }, { groups: [6, 7] }, { identityChange: 'real' }, ''],
      ['the effective user', {}, { uid: { real: 5, effective: 1000 } }, {}, 'cap_kill'],
      ['not the real user, before 6.16', {}, { uid: { real: 5, effective: 1000 } }, { identityChange: 'real' }, ''],
    ])('%s', (_, program, more, options, kept) => {
      expect(exec({ ...process, ...more }, program, options).ambient).toBe(kept);
    });
  });
});

describe('no_new_privs', () => {
  const held = 'no_new_privs: no more than the old permitted set, effective ids become the real ones';

  it('holds file capabilities to what was permitted', () => {
    const process = { noNewPrivs: true, permitted: set('kill') };
    expect(exec(process, file(set('kill', 'chown'), none, false))).toMatchObject({ permitted: 'cap_kill' });
    expect(exec(process, file(set('kill', 'chown'), none, false)).reasons).toContain(held);
    expect(exec({ ...process, permitted: all }, file(set('kill'), none, false)).reasons).not.toContain(held);
  });

  it('makes the effective ids the real ones', () => {
    const uid = { real: 5, effective: 1000 };
    const process = { noNewPrivs: true, uid, gid: { real: 6, effective: 1000 } };
    expect(exec(process, file(set('kill')))).toMatchObject({
      uid: { real: 5, effective: 5 },
      gid: { real: 6, effective: 6 },
    });
    expect(exec(process, undefined, { identityChange: 'real' }).reasons).toEqual([held]);
    expect(exec({ ...process, noNewPrivs: false }, file(set('kill')))).toMatchObject({ uid });
  });
});

it.each(['uid', 'gid', 'groups', 'inheritable', 'permitted', 'effective', 'bounding', 'ambient', 'noNewPrivs'])(
  'is not guessed when %s is unknown',
  (field) => {
    expect(() => exec({ [field]: 'unknown' })).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTION_INVALID',
        message: `${field} is unknown: execve cannot be predicted without it`,
      }),
    );
  },
);
