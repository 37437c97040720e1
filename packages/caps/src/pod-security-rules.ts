import { capabilities } from './capabilities.js';
import type { Evidence, Finding } from './posture/finding.js';
import { confines } from './posture/lsm.js';
import type { Posture } from './posture.js';
import { presets } from './presets.js';
import { CapabilitySet } from './set.js';

/** A level of the Pod Security Standards that restricts anything. */
export type PodSecurityLevel = 'baseline' | 'restricted';

/** What can be said from inside: a rule is broken, nothing speaks against it, or nothing can be said. */
export type RuleVerdict = 'violates' | 'consistent' | 'unknown';

/** What a rule makes of a posture. */
interface Judgement {
  readonly verdict: RuleVerdict;
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
  readonly decidable?: boolean;
}

/** One rule of the standards, as far as it can be judged from inside a container. */
export type Rule = (posture: Posture) => Judgement;

const undecidable: Rule = () => ({
  verdict: 'unknown',
  reason: 'cannot be seen from inside a container',
  decidable: false,
});

/** The rules of baseline by the names that k8s.io/pod-security-admission gives them. */
export const baselineRules: Readonly<Record<string, Rule>> = {
  windowsHostProcess: () => ({ verdict: 'consistent', reason: 'not Windows' }),
  hostNamespaces: ({ namespaces: { pid, ipc, net } }) => {
    const all = Object.entries({ hostPID: pid, hostIPC: ipc, hostNetwork: net });
    const host = all.filter(([, { value }]) => value === 'initial');
    const hidden = all.filter(([, { value }]) => value === 'unknown');
    const say = (verdict: RuleVerdict, of: typeof all) => ({
      verdict,
      reason: of
        .map(([name, { value }]) => `${name} ${value === 'initial' ? 'on' : value === 'own' ? 'off' : value}`)
        .join(', '),
      evidence: of.flatMap(([, { evidence }]) => evidence),
      decidable: of !== hidden || pid.value === 'unknown' || ipc.value === 'unknown',
    });
    return host.length > 0
      ? say('violates', host)
      : hidden.length > 0
        ? say('unknown', hidden)
        : say('consistent', all);
  },
  privileged: ({ privileged }) =>
    decide(privileged, (value) => [value ? 'violates' : 'consistent', privileged.note ?? '']),
  capabilities_baseline: ({ capabilities: { bounding } }) =>
    decide(bounding, (set) => {
      const extra = set.minus(presets.baseline).minus(netRaw);
      if (!extra.isEmpty) return ['violates', `more in the bounding set than may be added: ${brief(extra)}`];
      const raw = set.has('cap_net_raw') ? ', but for cap_net_raw, which comes by default' : '';
      return ['consistent', `nothing in the bounding set that may not be added${raw}`];
    }),
  hostPathVolumes: undecidable,
  hostPorts: undecidable,
  hostProbesAndHostLifecycle: undecidable,
  appArmorProfile: ({ lsm }) =>
    decide(lsm, (label) => {
      if (label.module !== 'apparmor') return ['consistent', 'no AppArmor'];
      if (confines(label) === true) return ['consistent', label.label];
      return ['unknown', 'not confined by AppArmor: set to Unconfined, or the runtime loads no profile', 'undecidable'];
    }),
  seLinuxOptions: ({ lsm }) =>
    decide(lsm, ({ module, detail = '' }) => {
      if (module !== 'selinux') return ['consistent', 'no SELinux'];
      // Admission sees the manifest alone; without labels of its own a runtime leaves a pod with a type of the node's.
      return /^container_(init_|kvm_|engine_)?t$/.test(detail)
        ? ['consistent', `type ${detail}`]
        : ['unknown', `type ${detail}: set by the manifest, or by a node whose runtime sets none`, 'undecidable'];
    }),
  procMount: ({ procMasking, namespaces: { user } }) =>
    decide(procMasking, ({ state }) => {
      if (state === 'masked') return ['consistent', '/proc is masked'];
      if (state !== 'unmasked') return ['unknown', `/proc is ${state}`];
      if (user.value === 'own')
        return ['consistent', '/proc is unmasked, as is allowed in a user namespace of its own'];
      return [user.value === 'initial' ? 'violates' : 'unknown', '/proc is unmasked'];
    }),
  seccompProfile_baseline: ({ seccomp }) =>
    decide(seccomp, (mode) => ['consistent', mode === 'disabled' ? 'allowed, unless set to Unconfined' : mode]),
  sysctls: undecidable,
};

/** The rules that restricted adds. */
export const restrictedRules: Readonly<Record<string, Rule>> = {
  restrictedVolumes: undecidable,
  allowPrivilegeEscalation: ({ noNewPrivs }) =>
    decide(noNewPrivs, (on) => [on ? 'consistent' : 'violates', `no_new_privs is ${on ? 'on' : 'off'}`]),
  runAsNonRoot: ({ identity: { uid }, namespaces: { user } }) =>
    decide(uid, (ids) => {
      const root = Object.entries(ids).flatMap(([kind, id]) => (id === 0 ? [kind] : []));
      if (root.length === 0) return ['consistent', `uid ${ids.real}`];
      if (user.value === 'initial') return ['violates', `${root.join(', ')} uid 0`];
      return ['unknown', 'uid 0 of its own user namespace, as hostUsers: false allows'];
    }),
  runAsUser: ({ identity: { uid } }) =>
    decide(uid, ({ real }) =>
      real === 0 ? ['unknown', 'uid 0, perhaps from the image'] : ['consistent', `uid ${real}`],
    ),
  seccompProfile_restricted: ({ seccomp, noNewPrivs }) =>
    decide(seccomp, (mode) => {
      if (mode !== 'disabled') return ['consistent', `${mode}; which profile is not readable`];
      // gVisor filters system calls itself, and shows neither field of Linux.
      if (noNewPrivs.value === 'unknown')
        return ['unknown', 'no seccomp, by a kernel that may filter without it', 'undecidable'];
      return ['violates', 'no seccomp'];
    }),
  capabilities_restricted: ({ capabilities: { bounding } }) =>
    decide(bounding, (set) => {
      const extra = set.minus(presets.restricted);
      if (extra.isEmpty) return ['consistent', `bounding set ${set.isEmpty ? 'empty' : set}`];
      return ['violates', `ALL was not dropped from the bounding set: ${brief(extra)}`];
    }),
};

const netRaw = CapabilitySet.fromNames(['cap_net_raw']);

/** @param judge A third element `undecidable`: nobody could tell from inside, so that it is not held against the pod. */
function decide<T>(
  finding: Finding<T>,
  judge: (value: T) => readonly [verdict: RuleVerdict, reason: string, undecidable?: 'undecidable'],
): Judgement {
  const { value, evidence, note } = finding;
  if (value === 'unknown') return { verdict: 'unknown', reason: note ?? 'not shown by the kernel', evidence };
  const [verdict, reason, undecidable] = judge(value as T);
  return { verdict, reason, evidence, decidable: undecidable === undefined };
}

// The most dangerous first, and no more than a line of them: the evidence has the mask.
function brief(set: CapabilitySet): string {
  const byRisk = (['critical', 'high', 'medium', 'low'] as const).flatMap((risk) =>
    capabilities.filter((each) => each.risk === risk && set.has(each.number)).map(({ name }) => name as string),
  );
  const all = [...byRisk, ...set.unknownBits.map(String)];
  return all.length <= 6 ? all.join(', ') : `${all.slice(0, 5).join(', ')} and ${all.length - 5} more`;
}
