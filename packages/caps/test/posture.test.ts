import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertPosture, evaluatePodSecurity, inspect, type Posture, suggestSecurityContext } from '@org/caps';
import { afterEach, describe, expect, it } from 'vitest';

const fixtures = fileURLToPath(new URL('fixtures/proc', import.meta.url));
type Name = 'hardened' | 'default' | 'privileged';

const copies: string[] = [];
afterEach(() => {
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true });
});

/** A recorded /proc, changed in some files: new text, a function of the old text, or null for no such file. */
function recorded(name: Name, changes: Record<string, string | null | ((text: string) => string)> = {}) {
  const copy = mkdtempSync(join(tmpdir(), 'caps-proc-'));
  copies.push(copy);
  cpSync(join(fixtures, name), copy, { recursive: true, verbatimSymlinks: true });
  for (const [file, change] of Object.entries(changes)) {
    const path = join(copy, file);
    const before = typeof change === 'function' ? readFileSync(path, 'utf8') : '';
    rmSync(path, { recursive: true, force: true });
    if (change === null) continue;
    mkdirSync(dirname(path), { recursive: true });
    if (typeof change === 'string' && /^\w+:\[/.test(change)) symlinkSync(change, path);
    else writeFileSync(path, typeof change === 'string' ? change : change(before));
  }
  return { procRoot: copy, root: join(copy, 'root') };
}

function rule(posture: Posture, name: string) {
  const found = evaluatePodSecurity(posture).restricted.rules.find((each) => each.rule === name);
  if (!found) throw new Error(`no rule ${name}`);
  return found;
}

function verdicts(posture: Posture) {
  const { baseline, restricted } = evaluatePodSecurity(posture);
  return `${baseline.verdict} ${restricted.verdict}`;
}

const noLsm = { 'self/attr/current': 'kernel\n' };
const onlyStatus = (change: (text: string) => string) => ({ ...noLsm, 'self/status': change, 'self/task': null });

describe('inspect, of recorded containers', () => {
  it.each([
    ['hardened', 'consistent consistent'],
    ['default', 'consistent violates'],
    ['privileged', 'violates violates'],
  ] as const)('%s: %s', (name, expected) => {
    const posture = inspect(recorded(name, noLsm));
    expect(verdicts(posture)).toBe(expected);
    for (const { evidence, rule, decidable } of evaluatePodSecurity(posture).restricted.rules) {
      if (decidable && rule !== 'windowsHostProcess') expect(evidence, rule).not.toEqual([]);
    }
  });

  it('knows no more than the files say', () => {
    const posture = inspect(recorded('hardened', { self: null, 'sys/kernel/cap_last_cap': null }));
    const unknown = JSON.stringify(posture, (_, value) => (value?.certainty === 'unknown' ? '?' : value));
    expect(JSON.parse(unknown)).toMatchObject({
      capabilities: { inheritable: '?', permitted: '?', effective: '?', bounding: '?', ambient: '?' },
      identity: { uid: '?', gid: '?', groups: '?', uidMap: '?' },
      noNewPrivs: '?',
      seccomp: '?',
      readOnlyRoot: '?',
      limits: { memoryBytes: '?', cpus: '?', pids: '?' },
      privileged: '?',
      lastCap: { value: 40, certainty: 'inferred' },
    });
    expect(verdicts(posture)).toBe('unknown unknown');
  });

  it('takes an absent field for unknown, and then does not call the pod restricted', () => {
    const posture = inspect(
      recorded(
        'hardened',
        onlyStatus((text) => text.replace(/^NoNewPrivs.*\n/m, '')),
      ),
    );
    expect(posture.noNewPrivs).toMatchObject({ value: 'unknown', evidence: [{ value: 'no NoNewPrivs line' }] });
    expect(verdicts(posture)).toBe('consistent unknown');
  });

  it('judges the weakest thread', () => {
    const other = readFileSync(join(fixtures, 'default/self/status'), 'utf8').replace(/^Pid:.*$/m, 'Pid:\t77');
    const posture = inspect(recorded('hardened', { ...noLsm, 'self/task/77/status': other }));
    expect(posture.capabilities.bounding).toMatchObject({ note: '1 of 3 threads differ' });
    expect(posture.capabilities.bounding.value).toMatchObject({ low: 0xa80425fb });
    expect(rule(posture, 'capabilities_restricted').verdict).toBe('violates');
    expect(rule(posture, 'allowPrivilegeEscalation').verdict).toBe('violates');
  });

  it.each([
    ['pid:[4026531836]', 'self/ns/pid', 'hostPID'],
    ['ipc:[4026531839]', 'self/ns/ipc', 'hostIPC'],
    ['net:[4026531833]', 'self/ns/net', 'hostNetwork'],
  ])('%s is the namespace of the node', (link, file, name) => {
    const posture = inspect(recorded('hardened', { ...noLsm, [file]: link }));
    expect(rule(posture, 'hostNamespaces')).toMatchObject({ verdict: 'violates', reason: `${name} on` });
    expect(suggestSecurityContext(posture).object.spec).toMatchObject({ [name]: false });
  });

  it('cannot tell hostNetwork before Linux 6.18, and does not hold that against the pod', () => {
    const posture = inspect(recorded('hardened', { ...noLsm, 'sys/kernel/osrelease': '6.1.0-18-amd64\n' }));
    expect(rule(posture, 'hostNamespaces')).toMatchObject({ verdict: 'unknown', decidable: false });
    expect(verdicts(posture)).toBe('consistent consistent');
  });

  it('leaves root in a user namespace of its own undecided', () => {
    const changes = {
      ...noLsm,
      'self/ns/user': 'user:[4026532999]',
      'self/uid_map': '         0     100000      65536\n',
    };
    const posture = inspect(recorded('default', changes));
    expect(rule(posture, 'runAsNonRoot').verdict).toBe('unknown');
    expect(posture.identity.uidMap.value).toEqual([{ inside: 0, outside: 100000, count: 65536 }]);
  });

  it.each([
    ['system_u:system_r:container_t:s0:c1,c2\0', 'seLinuxOptions', 'consistent'],
    // What the node sets is no field of the manifest, which is all that admission sees.
    ['system_u:system_r:spc_t:s0\0', 'seLinuxOptions', 'unknown'],
    ['system_u:system_r:control_t:s0\0', 'seLinuxOptions', 'unknown'],
    ['unconfined\n', 'appArmorProfile', 'unknown'],
    ['crun (unconfined)\n', 'appArmorProfile', 'unknown'],
    ['cri-containerd.apparmor.d (enforce)\n', 'appArmorProfile', 'consistent'],
  ])('label %j', (label, name, verdict) => {
    expect(rule(inspect(recorded('hardened', { 'self/attr/current': label })), name).verdict).toBe(verdict);
  });

  it.each(['unconfined\n', 'crun (unconfined)\n'])('%j is told to ask for a profile', (label) => {
    const { securityContext } = suggestSecurityContext(inspect(recorded('hardened', { 'self/attr/current': label })));
    expect(securityContext).toMatchObject({ appArmorProfile: { type: 'RuntimeDefault' } });
  });

  it('lets no SELinux node stop a service that keeps the standards', () => {
    const where = recorded('hardened', { 'self/attr/current': 'system_u:system_r:spc_t:s0\0' });
    expect(() => assertPosture('restricted', where)).not.toThrow();
  });

  it.each([
    'runc (unconfined)\n',
    '/usr/sbin/runc (unconfined)\n',
    'system_u:system_r:unconfined_service_t:s0\0',
    'system_u:system_r:container_runtime_t:s0\0',
    'system_u:system_r:kernel_t:s0\0',
  ])('takes a process for privileged whose label %j confines nothing', (label) => {
    expect(inspect(recorded('privileged', { 'self/attr/current': label })).privileged.value).toBe(true);
  });

  it.each(['kernel\0', '_\n', 'system_u:system_r:talos_t:s0\0'])(
    'says nothing of privilege under label %j',
    (label) => {
      expect(inspect(recorded('privileged', { 'self/attr/current': label })).privileged.value).toBe('unknown');
    },
  );

  it('allows an unmasked /proc in a user namespace of its own', () => {
    const own = { ...noLsm, 'self/ns/user': 'user:[4026532999]', 'self/uid_map': '0 100000 65536\n' };
    expect(rule(inspect(recorded('privileged', own)), 'procMount').verdict).toBe('consistent');
    expect(rule(inspect(recorded('privileged', noLsm)), 'procMount').verdict).toBe('violates');
  });

  it('does not hold a sandbox that shows no seccomp against the pod', () => {
    const gvisor = (text: string) => text.replace(/^NoNewPrivs:.*\n/m, '').replace(/^Seccomp:.*$/m, 'Seccomp:\t0');
    const posture = inspect(recorded('hardened', onlyStatus(gvisor)));
    expect(rule(posture, 'seccompProfile_restricted').verdict).toBe('unknown');
  });

  it('takes half-masked proc for neither', () => {
    const unmask = (text: string) => text.replace(/^.* \/proc\/sys .*\n/m, '');
    const posture = inspect(recorded('hardened', { ...noLsm, 'self/mountinfo': unmask }));
    expect(rule(posture, 'procMount').verdict).toBe('unknown');
    // A kernel that has kcore, and a runtime that left it open.
    const kcore = inspect(recorded('hardened', { ...noLsm, kcore: 'memory' }));
    expect(kcore.procMasking.value).toMatchObject({ state: 'partial' });
  });

  it('names volumes by what kubelet mounts, and decodes paths', () => {
    const more =
      '200 86 0:50 /var/lib/kubelet/pods/1/volumes/kubernetes.io~empty-dir/work /my\\040work rw,relatime - ext4 /dev/sda1 rw\n' +
      '201 86 0:51 / /readonly rw,relatime - ext4 /dev/sdb1 ro\n';
    const posture = inspect(recorded('hardened', { 'self/mountinfo': (text) => text + more }));
    expect(posture.writableMounts.value).toContainEqual({ path: '/my work', type: 'ext4', volume: 'empty-dir' });
    expect(JSON.stringify(posture.writableMounts)).not.toContain('/readonly');
  });

  it('finds a token without reading it', () => {
    const token = 'root/var/run/secrets/kubernetes.io/serviceaccount/token';
    const posture = inspect(recorded('hardened', { [token]: 'secret' }));
    expect(posture.serviceAccountToken).toMatchObject({ value: true, certainty: 'exact' });
    expect(JSON.stringify(posture)).not.toContain('secret"');
  });

  it('reads the tightest limit of cgroup v2', () => {
    const cgroup = 'root/sys/fs/cgroup';
    const { limits } = inspect(
      recorded('hardened', {
        'self/cgroup': '0::/kubepods/pod1/c1\n',
        'self/mountinfo': '1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
        [`${cgroup}/kubepods/pod1/c1/memory.max`]: 'max\n',
        [`${cgroup}/kubepods/pod1/memory.max`]: '268435456\n',
        [`${cgroup}/kubepods/memory.max`]: '1073741824\n',
        [`${cgroup}/kubepods/pod1/c1/cpu.max`]: '50000 100000\n',
        [`${cgroup}/kubepods/pod1/c1/pids.max`]: 'max\n',
      }),
    );
    expect(limits).toMatchObject({
      memoryBytes: { value: 268435456 },
      cpus: { value: 0.5 },
      pids: { value: 'unlimited' },
    });
  });
});

describe('suggestSecurityContext', () => {
  it('prints a manifest with a reason for each line', () => {
    expect(suggestSecurityContext(inspect(recorded('default', noLsm)), { containerName: 'web' }).yaml).toBe(
      `spec:
  automountServiceAccountToken: false             # only programs that call the Kubernetes API need one
  containers:
    - name: web
      securityContext:
        runAsNonRoot: true                        # never uid 0
        runAsUser: 65532                          # any uid but 0 that can read its files
        allowPrivilegeEscalation: false           # no_new_privs: execve gains nothing
        capabilities: { drop: ["ALL"] }           # it could gain 14 now
        seccompProfile: { type: RuntimeDefault }  # blocks system calls that containers do not need
        readOnlyRootFilesystem: true              # beyond restricted: mount an emptyDir where it writes
`,
    );
  });
});

describe('assertPosture', () => {
  it('returns the posture of a process that meets the level', () => {
    expect(assertPosture('restricted', recorded('hardened', noLsm)).noNewPrivs.value).toBe(true);
    expect(assertPosture('baseline', recorded('default', noLsm)).noNewPrivs.value).toBe(false);
  });

  it('names each broken rule and the manifest that mends it', () => {
    expect(() => assertPosture('restricted', recorded('default', noLsm))).toThrow(
      expect.objectContaining({
        code: 'ERR_POSTURE',
        message: expect.stringMatching(/runAsNonRoot: real, [\s\S]*runAsNonRoot: true/),
      }),
    );
  });

  it('does not take what it cannot see for granted, unless told to', () => {
    const nothing = { procRoot: '/nonexistent', root: '/nonexistent' };
    expect(() => assertPosture('baseline', nothing)).toThrow(expect.objectContaining({ code: 'ERR_POSTURE' }));
    expect(assertPosture('baseline', { ...nothing, allowUnknown: true }).seccomp.value).toBe('unknown');
  });

  it('refuses a level that does not exist', () => {
    expect(() => assertPosture('privileged' as 'baseline')).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION_INVALID' }),
    );
  });
});
