import { setImmediate as turn } from 'node:timers/promises';
import type { Attempt, Warning } from './attempt.js';
import { type Candidate, candidates } from './candidates.js';
import type { CreatedDirectory } from './create-directory.js';
import { errnoName } from './errno.js';
import { NoWritableDirError } from './errors.js';
import { isPersistent } from './filesystem-type.js';
import { createHost, type Host } from './host.js';
import { mountOf, readMounts } from './mounts.js';
import { checkOptions, type ResolvedOptions, type ResolveOptions } from './options.js';
import { removeStale, removeStaleSync } from './sweep.js';
import { toAttempt } from './to-attempt.js';
import { tryCandidate } from './try-candidate.js';
import { createWritableDir, type WritableDir } from './writable-dir.js';

/**
 * The first directory of the candidates that can really be written to. Deciding takes a few system calls, made
 * synchronously; between candidates other work gets its turn, and removing what dead runs left is asynchronous.
 * @throws NoWritableDirError with the reasons of every candidate; TypeError for options that make no sense
 */
export async function resolveWritableDir(options: ResolveOptions): Promise<WritableDir> {
  const search = startSearch(options);
  options.signal?.throwIfAborted();
  let step = search.next();
  for (; !step.done; step = search.next()) {
    await turn();
    options.signal?.throwIfAborted();
  }
  const { host, created, open } = step.value;
  const failures: unknown[] = [];
  for (const stale of created.stale) await removeStale(host, stale).catch((error) => failures.push(error));
  return open(failures);
}

/** The same as `resolveWritableDir`, without a promise. */
export function resolveWritableDirSync(options: ResolveOptions): WritableDir {
  const search = startSearch(options);
  let step = search.next();
  while (!step.done) step = search.next();
  const { host, created, open } = step.value;
  const failures: unknown[] = [];
  for (const stale of created.stale) {
    try {
      removeStaleSync(host, stale);
    } catch (error) {
      failures.push(error);
    }
  }
  return open(failures);
}

interface Found {
  readonly host: Host;
  readonly created: CreatedDirectory;
  /** Hands the directory out, once what was stale beside it is gone. */
  open(sweepFailures: readonly unknown[]): WritableDir;
}

/** Yields after each candidate that failed, and returns what was found. */
function* startSearch(options: ResolveOptions): Generator<void, Found, undefined> {
  const wanted = checkOptions(options);
  const host = createHost(options);
  const attempts: Attempt[] = [];
  const tried = new Set<string>();
  for (const candidate of candidates(wanted, () => readMounts(host))) {
    if (tried.has(candidate.path)) continue;
    tried.add(candidate.path);
    const outcome = tryCandidate(host, wanted, candidate);
    if ('dir' in outcome) {
      return {
        host,
        created: outcome,
        open: (failures) => open(host, wanted, candidate, outcome, attempts, failures),
      };
    }
    attempts.push(outcome);
    if (candidate.explicit && !wanted.fallback) break;
    yield;
  }
  throw new NoWritableDirError(summary(wanted, attempts), attempts);
}

function open(
  host: Host,
  wanted: ResolvedOptions,
  candidate: Candidate,
  created: CreatedDirectory,
  attempts: readonly Attempt[],
  sweepFailures: readonly unknown[],
): WritableDir {
  const warnings = [
    ...warningsOf(host, wanted, candidate, created),
    ...attempts
      .filter((attempt) => isExplicit(attempt))
      .map((attempt): Warning => ({ code: 'explicit-failed', message: attempt.message })),
    ...sweepFailures.map(
      (error): Warning => ({
        code: 'sweep-failed',
        message: `a directory of an earlier run could not be removed: ${errnoName(error) ?? error}`,
      }),
    ),
  ];
  created.release();
  return createWritableDir({
    host,
    dir: created.dir,
    source: candidate.source,
    memoryBacked: created.memoryBacked,
    marked: created.marked,
    attempts: [...attempts, toAttempt(candidate, [])],
    warnings,
    cleanup: created.owned ? wanted.cleanup : 'never',
    heartbeatMs: Math.max(50, Math.min(wanted.sweepOlderThanMs / 4, 60_000)),
  });
}

function isExplicit({ source }: Attempt): boolean {
  return source === 'option' || source === 'systemd' || source.startsWith('env:');
}

function warningsOf(
  host: Host,
  wanted: ResolvedOptions,
  candidate: Candidate,
  { dir, owned, memoryBacked }: CreatedDirectory,
): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: Warning['code'], message: string) => warnings.push({ code, message });
  if (memoryBacked) {
    warn(
      'memory-backed',
      `${candidate.path} is kept in memory; what is written counts against the container's memory limit`,
    );
  }
  if (wanted.purpose === 'state' && isPersistent(mountOf(host, dir), memoryBacked) === false) {
    warn('ephemeral-state', `${candidate.path} does not outlive the container; mount a PersistentVolumeClaim there`);
  }
  if (host.identity().uid !== -1 && owned && (dir.stat().mode & 0o077) !== 0) {
    const message = `${dir.path} is open to other users: its file system keeps permissions of its own and refuses chmod`;
    warn('mode-refused', message);
  }
  if (process.platform === 'linux' && !host.hasProc) {
    warn('no-mount-information', `${host.procRoot} is not there, so mounts are unknown and directories go by name`);
  }
  return warnings;
}

/** Every candidate with its reason, and what would help the first that was meant to be used. */
function summary({ name, purpose }: ResolvedOptions, attempts: readonly Attempt[]): string {
  const tried = attempts.map((attempt) => `  ${attempt.source}: ${attempt.message}`);
  const remedy = attempts.find((attempt) => attempt.remedy?.kubernetes)?.remedy ?? attempts[0]?.remedy;
  const help = remedy === undefined ? [] : [remedy.text, ...(remedy.kubernetes ? [remedy.kubernetes.trimEnd()] : [])];
  return [`no writable directory for ${name} (${purpose})`, ...tried, ...help].join('\n');
}
