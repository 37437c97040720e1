import { join } from 'node:path';
import { capabilityNames } from './capability-names.js';
import { CapsError } from './errors.js';
import { type IdMapping, parseIdMap } from './id-map.js';
import type { Known } from './known.js';
import { inspectLimits, type Limits } from './posture/cgroup.js';
import { evidenceOf, Files, type Reading } from './posture/files.js';
import { type FilesystemPosture, inspectFilesystem } from './posture/filesystem.js';
import { type Evidence, exact, type Finding, inferred, unknown } from './posture/finding.js';
import { inspectLsm, type LsmLabel } from './posture/lsm.js';
import { inspectNamespaces, type NamespaceKind, type NamespaceType } from './posture/namespaces.js';
import { inferPrivileged } from './posture/privileged.js';
import type { CapabilitySetName, Ids, ProcStatus, SeccompMode } from './proc-status.js';
import { type ProcessStatus, type ProcOptions, readProcess, type ThreadDifference } from './process.js';
import type { CapabilitySet } from './set.js';

/** What to inspect. */
export interface InspectOptions extends ProcOptions {
  /** The process; of another than this, namespaces and files show only with rights over it. Default `'self'`. */
  readonly pid?: number | 'self';
  /** The process's root directory; default `/`, and for another process `/proc/PID/root`. */
  readonly root?: string;
}

/** Everything that /proc and the filesystem tell about what a process may do. */
export interface Posture extends FilesystemPosture {
  readonly identity: {
    readonly uid: Finding<Ids>;
    readonly gid: Finding<Ids>;
    readonly groups: Finding<readonly number[]>;
    readonly uidMap: Finding<readonly IdMapping[]>;
  };
  /** Each set is the union over all threads. */
  readonly capabilities: Readonly<Record<CapabilitySetName, Finding<CapabilitySet>>>;
  readonly differingThreads: readonly ThreadDifference[];
  readonly noNewPrivs: Finding<boolean>;
  /** The mode only: which filter is not readable. */
  readonly seccomp: Finding<SeccompMode>;
  readonly namespaces: Readonly<Record<NamespaceType, Finding<NamespaceKind>>>;
  readonly lsm: Finding<LsmLabel>;
  /** Whether a token lies at the default path; it is never read. */
  readonly serviceAccountToken: Finding<boolean>;
  readonly limits: Limits;
  /** Whether everything looks like `privileged: true`, or like a process outside any container. */
  readonly privileged: Finding<boolean>;
  /** The kernel's last capability; assumed to be 40 where it is hidden. */
  readonly lastCap: Finding<number>;
}

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Reads what a process may do, as far as /proc shows it; what it does not show is `'unknown'`, also on other systems
 * than Linux. Nothing is changed, no secret is read, and no system call is probed.
 * @throws CapsError ERR_PROCESS_NOT_FOUND, ERR_KERNEL_THREAD or ERR_OPTION_INVALID for a wrong `pid`; ERR_STATUS_INVALID
 */
export function inspect({ procRoot = '/proc', pid = 'self', root }: InspectOptions = {}): Posture {
  const directory = join(procRoot, String(pid));
  const files = new Files(directory, procRoot, root ?? (pid === 'self' ? '/' : join(directory, 'root')));
  const status = readStatus(pid, procRoot);
  const say = sayFrom(files.own('status'), status);
  const facts = {
    identity: {
      uid: say('uid', 'Uid'),
      gid: say('gid', 'Gid'),
      groups: say('groups', 'Groups'),
      uidMap: inspectUidMap(files),
    },
    capabilities: {
      inheritable: say('inheritable', 'CapInh'),
      permitted: say('permitted', 'CapPrm'),
      effective: say('effective', 'CapEff'),
      bounding: say('bounding', 'CapBnd'),
      ambient: say('ambient', 'CapAmb'),
    },
    differingThreads: status === undefined ? [] : status.differing,
    noNewPrivs: say('noNewPrivs', 'NoNewPrivs'),
    seccomp: say('seccomp', 'Seccomp'),
    namespaces: inspectNamespaces(files),
    lsm: inspectLsm(files),
    ...inspectFilesystem(files),
    serviceAccountToken: inspectToken(files),
    limits: inspectLimits(files),
    lastCap: inspectLastCap(files),
  };
  return { ...facts, privileged: inferPrivileged(facts) };
}

function readStatus(pid: number | 'self', procRoot: string): ProcessStatus | undefined {
  try {
    return readProcess(pid, { procRoot });
  } catch (error) {
    const code = error instanceof CapsError ? error.code : undefined;
    if (code === 'ERR_PROC_UNAVAILABLE' || (code === 'ERR_PROCESS_NOT_FOUND' && pid === 'self')) return undefined;
    throw error;
  }
}

function sayFrom(reading: Reading, status: ProcessStatus | undefined) {
  const { file, text = '' } = reading;
  return <K extends keyof ProcStatus>(key: K, field: string): Finding<Exclude<ProcStatus[K], 'unknown'>> => {
    if (status === undefined) return unknown(evidenceOf(reading));
    const line = new RegExp(`^${field}:.*$`, 'm').exec(text)?.[0].replace(/\s+/g, ' ');
    const value = status[key] as Known<Exclude<ProcStatus[K], 'unknown'>>;
    const differing = status.differing.filter((difference) => difference.field === key);
    const note = differing.length > 0 ? `${differing.length} of ${status.tids.length} threads differ` : undefined;
    return exact(value, { file, value: line ?? `no ${field} line` }, note);
  };
}

function inspectUidMap(files: Files): Finding<readonly IdMapping[]> {
  const reading = files.own('uid_map');
  return exact(parseIdMap(reading.text), evidenceOf(reading));
}

function inspectToken(files: Files): Finding<boolean> {
  const reading = files.exists(tokenPath);
  const evidence: Evidence = evidenceOf(reading);
  if (reading.error === undefined) return exact(true, evidence);
  if (reading.error !== 'ENOENT' && reading.error !== 'ENOTDIR') return unknown(evidence);
  return exact(false, evidence, 'a projected token can lie elsewhere');
}

function inspectLastCap(files: Files): Finding<number> {
  const reading = files.proc('sys/kernel/cap_last_cap');
  const value = Number(/^\d{1,2}\n?$/.exec(reading.text ?? '')?.[0] ?? Number.NaN);
  if (value >= 0 && value < 64) return exact(value, evidenceOf(reading));
  return inferred(capabilityNames.length - 1, evidenceOf(reading), 'assumed: the kernel does not show it');
}
