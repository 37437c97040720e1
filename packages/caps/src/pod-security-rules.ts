import { capabilities } from './capabilities.js';
import type { Evidence, Finding } from './posture/finding.js';
import type { Posture } from './posture.js';
import { presets } from './presets.js';
import { CapabilitySet } from './set.js';

/** A level of the Pod Security Standards that restricts anything. */
export type PodSecurityLevel = 'baseline' | 'restricted';

/** What can be said from inside: a rule is broken, nothing speaks against it, or nothing can be said. */
export type RuleVerdict = 'violates' | 'consistent' | 'unknown';

/** What a rule makes of a posture. */
export interface Judgement {
  readonly verdict: RuleVerdict;
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
  readonly decidable?: boolean;
}

/** One rule of the standards, as far as it can be judged from inside a container. */
export type Rule = (posture: Posture) => Judgement;

const undecidable = (what: string): Rule => {
  const reason = `${what} cannot be seen from inside a container`;
  return () => ({ verdict: 'unknown', reason, decidable: false });
};

/** The rules of baseline by the names that k8s.io/pod-security-admission gives them. */
export const baselineRules: Readonly<Record<string, Rule>> = {
  windowsHostProcess: () => ({ verdict: 'consistent', reason: 'not Windows' }),
  hostNamespaces: ({ namespaces: { pid, ipc, net } }) => {
    const all = Object.entries({ hostPID: pid, hostIPC: ipc, hostNetwork: net });
    const host = all.filter(([, { value }]) => value === 'initial');
    const hidden = all.filter(([, { value }]) => value === 'unknown');
    const names = (of: typeof all) => of.map(([name]) => name).join(', ');
    const evidence = (of: typeof all) => of.flatMap(([, finding]) => finding.evidence);
    if (host.length > 0) return { verdict: 'violates', reason: `runs with ${names(host)}`, evidence: evidence(host) };
    if (hidden.length === 0)
      return { verdict: 'consistent', reason: 'own pid, ipc and net namespaces', evidence: evidence(all) };
    const decidable = hidden.some(([name]) => name !== 'hostNetwork');
    return { verdict: 'unknown', reason: `cannot tell ${names(hidden)}`, evidence: evidence(hidden), decidable };
  },
  privileged: ({ privileged }) =>
    decide(privileged, (value) =>
      value
        ? ['violates', `looks privileged: ${privileged.note}`]
        : ['consistent', `not privileged: ${privileged.note}`],
    ),
  capabilities_baseline: ({ capabilities: { bounding } }) =>
    decide(bounding, (set) => {
      const extra = set.minus(presets.baseline).minus(netRaw);
      if (!extra.isEmpty) return ['violates', `the bounding set holds more than baseline may add: ${brief(extra)}`];
      const note = set.has('cap_net_raw') ? '; cap_net_raw may come by default but not be added' : '';
      return ['consistent', `the bounding set holds nothing that baseline forbids${note}`];
    }),
  hostPathVolumes: undecidable('whether a volume is a hostPath'),
  hostPorts: undecidable('hostPort'),
  hostProbesAndHostLifecycle: undecidable('the host field of probes and lifecycle hooks'),
  appArmorProfile: ({ lsm }) =>
    decide(lsm, ({ module, label, detail }) =>
      module === 'apparmor' && (label === 'unconfined' || detail === 'unconfined')
        ? ['violates', 'AppArmor is on and the process is unconfined']
        : [
            'consistent',
            module === 'apparmor' ? `AppArmor profile ${label}` : 'AppArmor does not confine this process',
          ],
    ),
  seLinuxOptions: ({ lsm }) =>
    decide(lsm, ({ module, detail = '' }) => {
      if (module !== 'selinux') return ['consistent', 'SELinux does not confine this process'];
      const allowed = /^container_(init_|kvm_|engine_)?t$/.test(detail);
      return [allowed ? 'consistent' : 'violates', `SELinux type ${detail}`];
    }),
  procMount: ({ procMasking }) =>
    decide(procMasking, ({ state }) => {
      if (state === 'unmasked') return ['violates', 'nothing of /proc is masked: procMount Unmasked, or privileged'];
      return state === 'masked' ? ['consistent', '/proc is masked'] : ['unknown', 'only a part of /proc is masked'];
    }),
  seccompProfile_baseline: ({ seccomp }) =>
    decide(seccomp, (mode) => [
      'consistent',
      mode === 'disabled' ? 'no filter: allowed here unless the profile was set to Unconfined' : `seccomp mode ${mode}`,
    ]),
  sysctls: undecidable('which sysctls the manifest sets'),
};

/** The rules that restricted adds. */
export const restrictedRules: Readonly<Record<string, Rule>> = {
  restrictedVolumes: undecidable('the types of all volumes'),
  allowPrivilegeEscalation: ({ noNewPrivs }) =>
    decide(noNewPrivs, (on) =>
      on
        ? ['consistent', 'no_new_privs is on']
        : ['violates', 'no_new_privs is off: allowPrivilegeEscalation is not false'],
    ),
  runAsNonRoot: ({ identity: { uid }, namespaces: { user } }) =>
    decide(uid, (ids) => {
      const root = Object.entries(ids)
        .filter(([, id]) => id === 0)
        .map(([kind]) => kind);
      if (root.length === 0) return ['consistent', `all uids are non-zero`];
      if (user.value === 'initial') return ['violates', `runs as root: ${root.join(', ')} uid 0`];
      return [
        'unknown',
        'runs as root in a user namespace of its own, which Kubernetes may allow with hostUsers: false',
      ];
    }),
  runAsUser: ({ identity: { uid } }) =>
    decide(uid, ({ real }) =>
      real === 0
        ? ['unknown', 'uid 0 may come from the image rather than from runAsUser']
        : ['consistent', `uid ${real}`],
    ),
  seccompProfile_restricted: ({ seccomp }) =>
    decide(seccomp, (mode) =>
      mode === 'disabled'
        ? ['violates', 'no seccomp filter: seccompProfile is not RuntimeDefault or Localhost']
        : ['consistent', `seccomp mode ${mode}; which profile is not readable`],
    ),
  capabilities_restricted: ({ capabilities: { bounding } }) =>
    decide(bounding, (set) => {
      const extra = set.minus(presets.restricted);
      if (extra.isEmpty) return ['consistent', `the bounding set is ${set.isEmpty ? 'empty' : set}`];
      return ['violates', `the bounding set holds ${brief(extra)}: ALL was not dropped`];
    }),
};

const netRaw = CapabilitySet.fromNames(['cap_net_raw']);

function decide<T>(finding: Finding<T>, judge: (value: T) => readonly [RuleVerdict, string]): Judgement {
  const { value, evidence, note } = finding;
  if (value === 'unknown') return { verdict: 'unknown', reason: note ?? 'not shown by the kernel', evidence };
  const [verdict, reason] = judge(value as T);
  return { verdict, reason, evidence };
}

// The most dangerous first, and no more than a line of them: the evidence has the mask.
function brief(set: CapabilitySet): string {
  const byRisk = (['critical', 'high', 'medium', 'low'] as const).flatMap((risk) =>
    capabilities.filter((each) => each.risk === risk && set.has(each.number)).map(({ name }) => name as string),
  );
  const all = [...byRisk, ...set.unknownBits.map(String)];
  return all.length <= 6 ? all.join(', ') : `${all.slice(0, 5).join(', ')} and ${all.length - 5} more`;
}
