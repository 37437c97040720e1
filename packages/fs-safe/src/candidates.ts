import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { absolutePath } from './absolute-path.js';
import type { Blocker, Source } from './attempt.js';
import { tryCall } from './errno.js';
import { isPseudoMount } from './filesystem-type.js';
import type { Mount } from './mountinfo.js';
import type { ResolvedOptions } from './options.js';
import type { LinkPolicy } from './path-location.js';

/** A place to try. */
export interface Candidate {
  readonly path: string;
  readonly source: Source;
  /** Whether someone asked for just this directory, so that using another would lose data silently. */
  readonly explicit: boolean;
  /** Whether missing directories are made. */
  readonly create: boolean;
  readonly links: LinkPolicy;
  /** Whether it must be of mode 0700 and this user's own, as the XDG specification demands of its runtime directory. */
  readonly ownerOnly: boolean;
  /** Whether others keep their files here too. */
  readonly shared: boolean;
  /** Why the path cannot be tried at all. */
  readonly problem?: Blocker;
}

/** The places for these options, best first; mounts are read only if it comes to them. */
export function* candidates(
  wanted: ResolvedOptions,
  mounts: () => readonly Mount[],
): Generator<Candidate, void, undefined> {
  const { name, purpose, dir, preferred, env } = wanted;
  if (dir !== undefined) yield chosen('option', dir);

  const variable = `${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_${purpose.toUpperCase()}_DIR`;
  if (env[variable]) yield fromVariable(`env:${variable}`, variable, env[variable], { explicit: true, create: true });

  const systemd = purpose === 'tmp' ? undefined : env[`${purpose.toUpperCase()}_DIRECTORY`]?.split(':')[0];
  if (systemd) {
    const key = `${purpose.toUpperCase()}_DIRECTORY`;
    // With DynamicUser= these are links that systemd made.
    yield fromVariable('systemd', key, systemd, { explicit: true, create: true, links: 'trust' });
  }
  if (preferred !== undefined) yield { ...chosen('preferred', preferred), explicit: false };
  yield* xdg(wanted);
  if (purpose !== 'state') yield* temporary(env);
  if (wanted.discover) yield* discovered(mounts(), wanted);
  if (purpose !== 'state' && process.platform === 'linux') yield usual('shm', '/dev/shm');
}

function chosen(source: Source, path: string): Candidate {
  const place = absolutePath(path);
  const candidate: Candidate = {
    path,
    source,
    explicit: true,
    create: true,
    links: 'refuse',
    ownerOnly: false,
    shared: false,
  };
  return typeof place === 'string' ? { ...candidate, path: place } : { ...candidate, problem: place };
}

function usual(source: Source, path: string): Candidate {
  return { path, source, explicit: false, create: false, links: 'trust', ownerOnly: false, shared: true };
}

/** Variables hold absolute paths; a relative one would mean something else in every working directory. */
function fromVariable(source: Source, variable: string, value: string, more: Partial<Candidate>): Candidate {
  const candidate = { ...chosen(source, value), explicit: false, create: false, ...more };
  if (isAbsolute(value)) return candidate;
  const detail = `${variable} is ${JSON.stringify(value)}, which is not an absolute path`;
  return { ...candidate, path: value, problem: { kind: 'invalid-path', on: value, detail } };
}

/** https://specifications.freedesktop.org/basedir-spec/latest/ */
function* xdg({ name, purpose, env }: ResolvedOptions): Generator<Candidate, void, undefined> {
  if (purpose === 'tmp' || process.platform === 'win32') return;
  const variable = purpose === 'runtime' ? 'XDG_RUNTIME_DIR' : `XDG_${purpose.toUpperCase()}_HOME`;
  const value = env[variable];
  if (purpose === 'runtime') {
    if (value) yield fromVariable('xdg', variable, value, { ownerOnly: true });
    return;
  }
  if (value && isAbsolute(value)) {
    yield fromVariable('xdg', variable, join(value, name), { create: true });
    return;
  }
  // The specification has a relative value ignored, as if it were not set; it is reported all the same.
  if (value) yield fromVariable('xdg', variable, value, {});
  const home = env['HOME'] ?? tryCall(() => userInfo().homedir);
  if (!home || home === '/' || !isAbsolute(home)) return;
  const below = purpose === 'cache' ? '.cache' : '.local/state';
  yield { ...usual('xdg', join(home, below, name)), create: true, shared: false };
}

/** os.tmpdir() as it is for `env`, then the places that every Unix has. */
function* temporary(env: ResolvedOptions['env']): Generator<Candidate, void, undefined> {
  const windows = process.platform === 'win32';
  const variables = windows ? ['TEMP', 'TMP'] : ['TMPDIR', 'TMP', 'TEMP'];
  const variable = variables.find((key) => env[key]);
  const value = variable === undefined ? undefined : env[variable];
  if (variable !== undefined && value) yield fromVariable('tmpdir', variable, value, { links: 'trust', shared: true });
  else if (!windows) yield usual('tmpdir', '/tmp');
  if (windows) {
    const root = env['SystemRoot'] ?? env['windir'];
    if (root) yield usual('well-known', join(root, 'temp'));
    return;
  }
  yield usual('well-known', '/tmp');
  yield usual('well-known', '/var/tmp');
}

/** Mounts that hold files, emptyDirs first; not what the system lives on. */
function* discovered(
  mounts: readonly Mount[],
  { name, purpose }: ResolvedOptions,
): Generator<Candidate, void, undefined> {
  const usable = mounts.filter(
    (mount) =>
      !isPseudoMount(mount) &&
      !mount.options.includes('ro') &&
      !mount.superOptions.includes('ro') &&
      !/^\/((proc|sys|dev|etc|boot|run\/secrets|var\/run\/secrets)(\/|$)|$)/.test(mount.point),
  );
  const isEmptyDir = (mount: Mount) => mount.root.includes('/kubernetes.io~empty-dir/');
  for (const { point } of [...usable.filter(isEmptyDir), ...usable.filter((mount) => !isEmptyDir(mount))]) {
    if (purpose === 'state') yield { ...usual('mount', join(point, name)), create: true, shared: false };
    else yield usual('mount', point);
  }
}
