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
  /** A fragment for a pod, or for a Deployment's `spec.template`; also a strategic merge patch. */
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

function podSettings({ namespaces, serviceAccountToken }: Posture): Setting[] {
  const settings: Setting[] = [];
  const host = { hostPID: namespaces.pid, hostIPC: namespaces.ipc, hostNetwork: namespaces.net };
  for (const [field, { value }] of Object.entries(host)) {
    if (value === 'initial') settings.push({ field, value: false, why: "it runs in the node's namespace now" });
  }
  const why = {
    true: 'a token lies in the container now; keep it only for a program that calls the Kubernetes API',
    false: 'no token is there now; this keeps it so',
    unknown: 'a token would let whoever takes over the container call the Kubernetes API',
  }[String(serviceAccountToken.value) as 'true' | 'false' | 'unknown'];
  settings.push({ field: 'automountServiceAccountToken', value: false, why });
  return settings;
}

function containerSettings(posture: Posture): Setting[] {
  const { identity, noNewPrivs, readOnlyRoot, seccomp, lsm, privileged } = posture;
  const uid = identity.uid.value === 'unknown' ? 0 : identity.uid.value.real;
  const settings: Setting[] = [
    { field: 'runAsNonRoot', value: true, why: 'the kubelet refuses to start it as uid 0' },
    {
      field: 'runAsUser',
      value: uid || 65532,
      why: uid ? 'the uid that it runs as now' : 'any uid but 0; the files it needs must be readable for it',
    },
    {
      field: 'allowPrivilegeEscalation',
      value: false,
      why:
        noNewPrivs.value === true
          ? 'no_new_privs is on; this keeps it so'
          : 'turns no_new_privs on: execve can no longer add privileges',
    },
    { field: 'capabilities', value: wantedCapabilities(posture), why: whyCapabilities(posture) },
    {
      field: 'seccompProfile',
      value: { type: 'RuntimeDefault' },
      why:
        seccomp.value === 'filter'
          ? 'a filter is on; this names it'
          : 'blocks system calls that programs in containers do not need',
    },
    {
      field: 'readOnlyRootFilesystem',
      value: true,
      why:
        readOnlyRoot.value === true
          ? 'it is read-only now'
          : 'not asked for by restricted; give what must be written an emptyDir',
    },
  ];
  if (privileged.value !== false) {
    settings.unshift({
      field: 'privileged',
      value: false,
      why: privileged.value === true ? 'it looks privileged now' : 'it may be privileged now',
    });
  }
  if (lsm.value !== 'unknown' && lsm.value.module === 'apparmor' && lsm.value.label === 'unconfined') {
    settings.push({
      field: 'appArmorProfile',
      value: { type: 'RuntimeDefault' },
      why: 'AppArmor is on and does not confine it',
    });
  }
  return settings;
}

// Only a bounding set of nothing else says that somebody added NET_BIND_SERVICE on purpose.
function addsBindService({ capabilities: { bounding } }: Posture): boolean {
  return bounding.value !== 'unknown' && bounding.value.equals(presets.restricted);
}

function wantedCapabilities(posture: Posture): Readonly<Record<string, readonly string[]>> {
  return { drop: ['ALL'], ...(addsBindService(posture) && { add: ['NET_BIND_SERVICE'] }) };
}

function whyCapabilities(posture: Posture): string {
  const { value } = posture.capabilities.bounding;
  if (addsBindService(posture))
    return 'NET_BIND_SERVICE is the only one it may have, and the only one that may be added';
  if (value === 'unknown') return 'restricted asks for it';
  return value.isEmpty ? 'none is left; this keeps it so' : `takes away ${value.size} that it could still gain`;
}

function warnings({ capabilities, identity, limits }: Posture): string[] {
  const { bounding, effective } = capabilities;
  const warnings: string[] = [];
  const uid = identity.uid.value === 'unknown' ? undefined : identity.uid.value.effective;
  const binds = bounding.value !== 'unknown' && bounding.value.has('cap_net_bind_service');
  const holds = effective.value !== 'unknown' && effective.value.has('cap_net_bind_service');
  if (uid === 0) warnings.push('it runs as root now: its files and directories must suit another uid');
  if (holds && bounding.value !== 'unknown' && !bounding.value.equals(presets.restricted)) {
    warnings.push('if it listens below port 1024, choose a higher port, or add NET_BIND_SERVICE');
  }
  if (binds && !holds && effective.value !== 'unknown') {
    warnings.push(
      'NET_BIND_SERVICE is in the bounding set but not effective: adding it gives a non-root process nothing unless its file has the capability; the sysctl net.ipv4.ip_unprivileged_port_start does',
    );
  }
  if (effective.value !== 'unknown' && !effective.value.isSubsetOf(presets.restricted)) {
    warnings.push(
      `it holds ${effective.value.minus(presets.restricted).size} other capabilities now; /proc cannot show which it uses`,
    );
  }
  if (limits.memoryBytes.value === 'unlimited') warnings.push('no memory limit: set resources.limits.memory');
  return warnings;
}
