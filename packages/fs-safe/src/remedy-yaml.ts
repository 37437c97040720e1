import { posix } from 'node:path';
import type { Id } from './identity.js';

/** What YAML 1.1 takes for something else than a string. */
const notStrings = /^(true|false|yes|no|on|off|null)$/;

/** A manifest's `spec` with these parts, each indented by two spaces; `undefined` when a part cannot be written. */
export function specYaml(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : `spec:\n${parts.join('')}`;
}

/** The user of a pod, and the group that the kubelet gives its volumes. */
export function securityContextYaml({ uid, gid }: Id): string {
  const fsGroup = gid > 0 ? gid : uid;
  return `  securityContext:
    runAsUser: ${uid}
    fsGroup: ${fsGroup}
    fsGroupChangePolicy: OnRootMismatch
`;
}

/** An emptyDir mounted on `path`; `undefined` where Kubernetes mounts nothing. */
export function emptyDirYaml(path: string, sizeLimit: string): string | undefined {
  if (!isMountable(path)) return undefined;
  const name = volumeName(path);
  return `${containerYaml(name, path)}  volumes:
    - name: ${name}
      emptyDir: { sizeLimit: ${sizeLimit} }
`;
}

/** A container with a volume on `path`. */
export function containerYaml(name: string, path: string, more = ''): string {
  return `  containers:
    - name: app
      volumeMounts:
        - { name: ${name}, mountPath: ${JSON.stringify(path)}${more} }
`;
}

/** A container that runs before the others and gives the volume on `path` to a user. */
export function ownerContainerYaml({ uid, gid }: Id, path: string, dir: string): string | undefined {
  if (!isMountable(path)) return undefined;
  return `  initContainers:
    - name: give-away
      image: busybox
      command: ["chown", "${uid}:${gid}", ${JSON.stringify(dir)}]
      securityContext:
        runAsUser: 0
        runAsNonRoot: false
        capabilities: { add: [CHOWN, DAC_READ_SEARCH] }
      volumeMounts:
        - { name: ${volumeName(path)}, mountPath: ${JSON.stringify(path)} }
`;
}

/** The root is the container's own, and the API server refuses a colon. */
export function isMountable(path: string): boolean {
  return path !== '/' && !path.includes(':');
}

/** A DNS label, which is what a volume's name must be (RFC 1123), and certainly a string. */
export function volumeName(path: string): string {
  const label = posix
    .basename(path)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  if (!/^[a-z]/.test(label)) return 'writable';
  return notStrings.test(label) ? `${label}-volume` : label;
}
