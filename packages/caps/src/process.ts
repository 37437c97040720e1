import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CapsError, quoted } from './errors.js';
import { type IdMapping, parseIdMap } from './id-map.js';
import type { Known } from './known.js';
import { capabilitySetNames, type ProcStatus, parseProcStatus, type SeccompMode } from './proc-status.js';
import type { CapabilitySet } from './set.js';

/** Where to look. */
export interface ProcOptions {
  /** The mounted proc filesystem; default `/proc`. */
  readonly procRoot?: string;
}

/** A field in which a thread differs from its process's first thread. */
export interface ThreadDifference {
  readonly tid: number;
  readonly field: keyof ProcStatus;
  readonly value: unknown;
  readonly leader: unknown;
}

/**
 * A whole process. Capabilities are per thread: each set is the union over all threads, `noNewPrivs` holds only if it
 * holds for all, and `seccomp` is the weakest mode, so that nothing any thread may do is missed.
 */
export interface ProcessStatus extends ProcStatus {
  /** The threads that were read, ascending. */
  readonly tids: readonly number[];
  readonly differing: readonly ThreadDifference[];
  /** Capabilities count only inside the process's user namespace: the reader's own, or another. */
  readonly userNamespace: Known<'same' | 'other'>;
  readonly uidMap: Known<readonly IdMapping[]>;
}

const perThread = [...capabilitySetNames, 'uid', 'gid', 'groups', 'noNewPrivs', 'seccomp'] as const;
const seccompStrength: readonly SeccompMode[] = ['disabled', 'filter', 'strict'];

/**
 * Reads a process from /proc with all its threads.
 * @throws CapsError ERR_PROC_UNAVAILABLE, ERR_PROCESS_NOT_FOUND, ERR_KERNEL_THREAD, ERR_STATUS_INVALID, ERR_OPTION_INVALID
 */
export function readProcess(pid: number | 'self', { procRoot = '/proc' }: ProcOptions = {}): ProcessStatus {
  if (pid !== 'self' && !(Number.isInteger(pid) && pid > 0)) {
    throw new CapsError('ERR_OPTION_INVALID', `pid ${quoted(pid)}: expected a positive integer or 'self'`);
  }
  const directory = join(procRoot, String(pid));
  const leader = readStatus(join(directory, 'status'), procRoot, pid);
  if (isKernelThread(leader, directory)) {
    throw new CapsError('ERR_KERNEL_THREAD', `${pid} (${leader.name}) is a kernel thread: it runs no program`);
  }
  const threads = readThreads(directory, leader);
  return {
    ...leader,
    ...merge(threads.map(({ status }) => status)),
    tids: threads.map(({ tid }) => tid),
    differing: threads.flatMap(({ tid, status }) => differences(tid, status, leader)),
    userNamespace: compareUserNamespaces(directory, join(procRoot, 'self')),
    uidMap: parseIdMap(attempt(() => readFileSync(join(directory, 'uid_map'), 'utf8'))),
  };
}

interface Thread {
  readonly tid: number;
  readonly status: ProcStatus;
}

function readStatus(path: string, procRoot: string, pid: number | 'self'): ProcStatus {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (!existsSync(join(procRoot, 'self')) && !existsSync(path)) {
      throw new CapsError('ERR_PROC_UNAVAILABLE', `${quoted(procRoot)} is no proc filesystem`, {
        cause,
        path: procRoot,
      });
    }
    const why = 'it has ended, or hidepid= on /proc hides it';
    throw new CapsError('ERR_PROCESS_NOT_FOUND', `no process ${pid} in ${quoted(procRoot)}: ${why}`, { cause, path });
  }
  return parseProcStatus(text);
}

// Threads come and go while they are read; the first thread was there.
function readThreads(directory: string, leader: ProcStatus): Thread[] {
  const names = attempt(() => readdirSync(join(directory, 'task'))) ?? [];
  const threads = names
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((tid) => {
      const text = attempt(() => readFileSync(join(directory, 'task', String(tid), 'status'), 'utf8'));
      return text === undefined ? [] : [{ tid, status: parseProcStatus(text) }];
    });
  return threads.length > 0 ? threads : [{ tid: leader.pid === 'unknown' ? 0 : leader.pid, status: leader }];
}

function merge(threads: readonly ProcStatus[]): Partial<ProcStatus> {
  const sets = capabilitySetNames.map((name) => {
    const all = allKnown(threads.map((thread) => thread[name]));
    return [name, all === 'unknown' ? all : all.reduce((a: CapabilitySet, b) => a.union(b))] as const;
  });
  const noNewPrivs = allKnown(threads.map((thread) => thread.noNewPrivs));
  const seccomp = allKnown(threads.map((thread) => thread.seccomp));
  return {
    ...Object.fromEntries(sets),
    noNewPrivs: noNewPrivs === 'unknown' ? noNewPrivs : noNewPrivs.every(Boolean),
    seccomp: seccomp === 'unknown' ? seccomp : (seccompStrength.find((mode) => seccomp.includes(mode)) ?? 'unknown'),
  };
}

function allKnown<T>(values: readonly Known<T>[]): Known<readonly T[]> {
  return values.includes('unknown') ? 'unknown' : (values as readonly T[]);
}

function differences(tid: number, thread: ProcStatus, leader: ProcStatus): ThreadDifference[] {
  return perThread
    .filter((field) => JSON.stringify(thread[field]) !== JSON.stringify(leader[field]))
    .map((field) => ({ tid, field, value: thread[field], leader: leader[field] }));
}

// Before Linux 6.8 status has no Kthread line; PF_KTHREAD in the flags of stat has always been there.
function isKernelThread(leader: ProcStatus, directory: string): boolean {
  if (leader.kernelThread !== 'unknown') return leader.kernelThread;
  const stat = attempt(() => readFileSync(join(directory, 'stat'), 'utf8')) ?? '';
  const flags = Number(
    stat
      .slice(stat.lastIndexOf(')') + 1)
      .trim()
      .split(' ')[6] ?? 0,
  );
  return (flags & 0x0020_0000) !== 0;
}

function compareUserNamespaces(directory: string, self: string): Known<'same' | 'other'> {
  const [theirs, ours] = [directory, self].map((process) => attempt(() => readlinkSync(join(process, 'ns/user'))));
  if (theirs && ours) return theirs === ours ? 'same' : 'other';
  const [theirMap, ourMap] = [directory, self].map((process) =>
    attempt(() => readFileSync(join(process, 'uid_map'), 'utf8')),
  );
  // Different maps mean different namespaces; equal maps prove nothing.
  return theirMap !== undefined && ourMap !== undefined && theirMap !== ourMap ? 'other' : 'unknown';
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
