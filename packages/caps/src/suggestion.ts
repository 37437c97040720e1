import { confines } from './posture/lsm.js';
import type { Posture } from './posture.js';
import { presets } from './presets.js';
import { type Setting, toYaml } from './suggestion-yaml.js';

/** How to write the suggestion. */
export interface SuggestionOptions {
  /** The container's name in the manifest; default `app`. */
  readonly containerName?: string;
}

/** A pod spec that makes a pod pass `restricted`, and why each line is there. */
export interface Suggestion {
  /** A fragment for a pod, or for a Deployment's `spec.template`, to write into the manifest by hand. */
  readonly object: { readonly spec: Readonly<Record<string, unknown>> };
  /** The container's `securityContext` alone. */
  readonly securityContext: Readonly<Record<string, unknown>>;
  /** `object` as YAML, with each line's reason as its comment. */
  readonly yaml: string;
  readonly settings: readonly Setting[];
  /** What to check before applying it. */
  readonly warnings: readonly string[];
}

/** Suggests the manifest that lets a pod with this posture pass `restricted`, hardening beyond it included. */
export function suggestSecurityContext(
  posture: Posture,
  { containerName = 'app' }: SuggestionOptions = {},
): Suggestion {
  const pod = podSettings(posture);
  const container = containerSettings(posture);
  const asObject = (settings: readonly Setting[]) =>
    Object.fromEntries(settings.map(({ field, value }) => [field, value]));
  const securityContext = asObject(container);
  return {
    object: { spec: { ...asObject(pod), containers: [{ name: containerName, securityContext }] } },
    securityContext,
    yaml: toYaml(pod, container, containerName),
    settings: [...pod, ...container],
    warnings: warnings(posture),
  };
}

const setting = (field: string, value: unknown, why: string): Setting => ({ field, value, why });

function podSettings({ namespaces: { pid, ipc, net }, serviceAccountToken }: Posture): Setting[] {
  const host = Object.entries({ hostPID: pid, hostIPC: ipc, hostNetwork: net });
  const shared = host.filter(([, { value }]) => value === 'initial');
  const token = serviceAccountToken.value === true ? 'a token is there now; ' : '';
  return [
    ...shared.map(([field]) => setting(field, false, "now in the node's namespace")),
    setting('automountServiceAccountToken', false, `${token}only programs that call the Kubernetes API need one`),
  ];
}

function containerSettings(posture: Posture): Setting[] {
  const { identity, lsm, privileged } = posture;
  const uid = identity.uid.value === 'unknown' ? 0 : identity.uid.value.real;
  const profile = { type: 'RuntimeDefault' };
  const unconfined = lsm.value !== 'unknown' && lsm.value.module === 'apparmor' && confines(lsm.value) === false;
  return [
    ...(privileged.value === false ? [] : [setting('privileged', false, 'privileged is as good as root on the node')]),
    setting('runAsNonRoot', true, 'never uid 0'),
    setting('runAsUser', uid || 65532, uid ? 'as now' : 'any uid but 0 that can read its files'),
    setting('allowPrivilegeEscalation', false, 'no_new_privs: execve gains nothing'),
    setting('capabilities', ...wantedCapabilities(posture)),
    setting('seccompProfile', profile, 'blocks system calls that containers do not need'),
    setting('readOnlyRootFilesystem', true, 'beyond restricted: mount an emptyDir where it writes'),
    ...(unconfined ? [setting('appArmorProfile', profile, 'AppArmor is on but does not confine it')] : []),
  ];
}

function wantedCapabilities({ capabilities: { bounding } }: Posture): [value: unknown, why: string] {
  const drop = ['ALL'];
  if (bounding.value === 'unknown') return [{ drop }, 'few programs need any'];
  // Only a bounding set of nothing else says that somebody added it on purpose.
  if (bounding.value.equals(presets.restricted)) {
    return [{ drop, add: ['NET_BIND_SERVICE'] }, 'the only one that may be added, and was'];
  }
  return [{ drop }, `it could gain ${bounding.value.size} now`];
}

function warnings({ capabilities: { bounding, effective }, identity: { uid }, limits }: Posture): string[] {
  const bindService = presets.restricted;
  const warnings: string[] = [];
  if (uid.value !== 'unknown' && uid.value.effective === 0) {
    warnings.push('it runs as root now: its files and directories must suit another uid');
  }
  if (effective.value !== 'unknown' && bounding.value !== 'unknown') {
    const holds = bindService.isSubsetOf(effective.value);
    const others = effective.value.minus(bindService).size;
    if (holds && others > 0) {
      warnings.push('if it listens below port 1024, choose a higher one or add NET_BIND_SERVICE');
      warnings.push(`it holds ${others} other capabilities now; /proc cannot show which it uses`);
    }
    if (!holds && bindService.isSubsetOf(bounding.value)) {
      warnings.push(
        'NET_BIND_SERVICE is not effective: for a uid but 0 it takes a file capability, or net.ipv4.ip_unprivileged_port_start',
      );
    }
  }
  if (limits.memoryBytes.value === 'unlimited') warnings.push('no memory limit: set resources.limits.memory');
  return warnings;
}
