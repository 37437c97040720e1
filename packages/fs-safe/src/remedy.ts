import { adviceFor } from './advice.js';
import type { Blocker, Remedy } from './attempt.js';
import type { Id } from './identity.js';
import type { Mount } from './mountinfo.js';
import { modeBitsAllow, permissionRemedy } from './permission-remedy.js';
import { readOnlyRemedy } from './read-only-remedy.js';
import { emptyDirYaml, specYaml } from './remedy-yaml.js';
import { unitFor } from './systemd-unit.js';

/** What removes these blockers, for the directory at `path` on `mount`; `undefined` when there is nothing to remove. */
export function remedyFor(path: string, blockers: readonly Blocker[], mount?: Mount): Remedy | undefined {
  if (blockers.length === 0) return undefined;
  const readOnly = blockers.find(isReadOnly);
  const permission = blockers.find((blocker) => blocker.kind === 'permission');
  const full = blockers.some(({ kind }) => kind === 'no-space' || kind === 'below-minimum');
  const advice = [...new Set(blockers.flatMap(adviceFor))];
  if (readOnly === undefined && permission === undefined && !full) {
    return { text: advice.join(' ') || 'Name another directory.' };
  }
  const user = servingUser(permission?.process);
  const parts: Partial<Remedy>[] = [];
  if (full) parts.push(spaceRemedy(path));
  if (readOnly !== undefined) parts.push(readOnlyRemedy(path, readOnly, user, permission !== undefined));
  if (permission !== undefined) {
    const { kubernetes, ...others } = permissionRemedy(
      path,
      permission,
      user,
      readOnly?.mount ?? mount,
      readOnly !== undefined,
    );
    // The manifest for a read-only place names the user, too.
    parts.push(readOnly === undefined && kubernetes !== undefined ? { ...others, kubernetes } : others);
  }
  const first = <K extends keyof Remedy>(key: K) => parts.find((part) => part[key] !== undefined)?.[key];
  const kubernetes = first('kubernetes');
  const dockerfile = first('dockerfile');
  const refusedByModule = permission !== undefined && modeBitsAllow(permission);
  const systemd = full || (refusedByModule && !readOnly) ? undefined : unitFor(path, user, readOnly !== undefined);
  return {
    text: [...parts.map(({ text }) => text), ...advice].join(' '),
    ...(kubernetes !== undefined && { kubernetes }),
    ...(dockerfile !== undefined && { dockerfile }),
    ...(systemd !== undefined && { systemd }),
  };
}

function spaceRemedy(path: string): Partial<Remedy> {
  const kubernetes = specYaml(emptyDirYaml(path, '1Gi'));
  return { text: 'Remove files, or give the volume more space.', ...(kubernetes !== undefined && { kubernetes }) };
}

function isReadOnly(blocker: Blocker): blocker is Extract<Blocker, { mount?: Mount }> {
  return blocker.kind === 'read-only-mount' || blocker.kind === 'read-only-filesystem';
}

/** Root needs no volume of its own; whoever runs as root is shown the usual unprivileged user. */
function servingUser(id: Id | undefined): Id {
  const uid = id?.uid ?? process.geteuid?.() ?? 0;
  return uid > 0 ? { uid, gid: id?.gid ?? process.getegid?.() ?? uid } : { uid: 65532, gid: 65532 };
}
