import { type Manifest, podSpec } from './render.js';

type Container = Record<string, Manifest['spec']>;

/** What a user may bring: the volume types of Pod Security "restricted". */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Every rule of Pod Security "restricted" that the pods of a manifest break, and a root that can be written. */
export function podSecurityViolations(manifest: Manifest): string[] {
  const pod = podSpec(manifest);
  if (!pod) return [];
  const name = `${manifest.kind}/${manifest.metadata.name}`;
  const containers: Container[] = [
    ...(pod.initContainers ?? []),
    ...pod.containers,
    ...(pod.ephemeralContainers ?? []),
  ];
  return [...podRules(pod), ...containers.flatMap((each) => containerRules(each, pod))].map(
    (rule) => `${name}: ${rule}`,
  );
}

function podRules(pod: Manifest['spec']): string[] {
  const { securityContext = {}, volumes = [] } = pod;
  return broken({
    'hostNetwork, hostPID and hostIPC are off': !pod.hostNetwork && !pod.hostPID && !pod.hostIPC,
    'no sysctls': !securityContext.sysctls?.length,
    'no SELinux user or role': !securityContext.seLinuxOptions?.user && !securityContext.seLinuxOptions?.role,
    'volumes are of a type that holds no host path': volumes.every((volume: object) =>
      Object.keys(volume).every((key) => key === 'name' || VOLUMES.includes(key)),
    ),
    'emptyDirs have a sizeLimit': volumes.every(
      (volume: Container) => !volume['emptyDir'] || volume['emptyDir'].sizeLimit,
    ),
  });
}

function containerRules(container: Container, pod: Manifest['spec']): string[] {
  const own = container['securityContext'] ?? {};
  const effective = { ...pod.securityContext, ...own };
  const { add = [], drop = [] } = own.capabilities ?? {};
  return broken({
    'not privileged': !own.privileged,
    'allowPrivilegeEscalation is false': own.allowPrivilegeEscalation === false,
    'drops ALL capabilities': drop.includes('ALL'),
    'adds no capability but NET_BIND_SERVICE': add.every((each: string) => each === 'NET_BIND_SERVICE'),
    'runs as non-root': effective.runAsNonRoot === true,
    'does not run as user 0': effective.runAsUser !== 0,
    'seccomp is RuntimeDefault or Localhost': ['RuntimeDefault', 'Localhost'].includes(effective.seccompProfile?.type),
    'procMount is default': [undefined, 'Default'].includes(own.procMount),
    'no host ports': (container['ports'] ?? []).every((port: Container) => !port['hostPort']),
    'no probe or hook names a host': !JSON.stringify([
      container['livenessProbe'],
      container['readinessProbe'],
      container['startupProbe'],
      container['lifecycle'],
    ]).includes('"host":'),
    'the root file system is read-only': own.readOnlyRootFilesystem === true,
  }).map((rule) => `container ${container['name']}: ${rule}`);
}

function broken(rules: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(rules).flatMap(([rule, kept]) => (kept ? [] : [rule]));
}
