import type { Blocker, Remedy } from './attempt.js';
import type { Id } from './identity.js';
import type { Mount } from './mountinfo.js';
import { containerYaml, emptyDirYaml, isMountable, securityContextYaml, specYaml, volumeName } from './remedy-yaml.js';

/** What makes a place writable whose mount, or file system, is read-only; `refused` when its owner or mode are in the way too. */
export function readOnlyRemedy(
  path: string,
  blocker: Extract<Blocker, { mount?: Mount }>,
  user: Id,
  refused: boolean,
): Partial<Remedy> {
  const { mount, kind } = blocker;
  if (path === '/') {
    return { text: 'Name a directory below /: a volume cannot be mounted on / itself, which can stay read-only.' };
  }
  if (mount === undefined || isContainerRoot(mount)) {
    const kubernetes = specYaml(securityContextYaml(user), emptyDirYaml(path, '256Mi'));
    return {
      text: `Mount a writable volume on ${path}; the root file system can stay read-only.${colonAdvice(path)}`,
      ...(kubernetes !== undefined && { kubernetes }),
    };
  }
  if (kind === 'read-only-filesystem') {
    return {
      text: `The file system behind ${mount.point} is read-only itself: mount it writable where it is mounted first, or name a directory elsewhere. ConfigMaps, Secrets and projected volumes always are read-only.`,
    };
  }
  // Nothing can be mounted inside of it either: the runtime could not make the directory to mount on.
  const text = `Take readOnly: true off the volume on ${mount.point}, or name a directory outside of it; ConfigMaps, Secrets and projected volumes always are read-only.`;
  if (!isMountable(mount.point)) return { text };
  const kubernetes = specYaml(
    ...(refused ? [securityContextYaml(user)] : []),
    containerYaml(volumeName(mount.point), mount.point, ', readOnly: false'),
  );
  return { text, ...(kubernetes !== undefined && { kubernetes }) };
}

function isContainerRoot({ point }: Mount): boolean {
  return point === '/';
}

/** Why there is no manifest for such a path. */
export function colonAdvice(path: string): string {
  return path.includes(':') ? ' Kubernetes mounts nothing on a path with a colon; name another one there.' : '';
}
