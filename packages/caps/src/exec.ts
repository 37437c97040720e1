import { CapsError } from './errors.js';
import type { FileCapabilities } from './file-capabilities.js';
import type { Known } from './known.js';
import { type KernelOptions, lastCapOf } from './options.js';
import { decodeSecurebits } from './securebits.js';
import { CapabilitySet } from './set.js';

/** A thread about to call execve; what `parseProcStatus` and `readProcess` return fits. */
export interface ExecProcess {
  readonly uid: Known<ExecIds>;
  readonly gid: Known<ExecIds>;
  /** Supplementary groups; default none. */
  readonly groups?: Known<readonly number[]>;
  readonly inheritable: Known<CapabilitySet>;
  readonly permitted: Known<CapabilitySet>;
  readonly bounding: Known<CapabilitySet>;
  /** Decides nothing; default empty. */
  readonly effective?: Known<CapabilitySet>;
  /** Default empty. */
  readonly ambient?: Known<CapabilitySet>;
  /** Default false. */
  readonly noNewPrivs?: Known<boolean>;
  /** The number of prctl(PR_GET_SECUREBITS), which /proc does not show; default 0. */
  readonly securebits?: number;
  /** Initial-namespace uids that uid 0 of the process's user namespace and its ancestors stand for; default `[0]`. */
  readonly namespaceRootids?: readonly number[];
}

/** The ids that execve looks at. */
export interface ExecIds {
  readonly real: number;
  readonly effective: number;
}

/** The program that is executed; for a script, its interpreter. */
export interface ExecFile {
  /** From its `security.capability` attribute; default none. */
  readonly capabilities?: FileCapabilities | undefined;
  /** The file's owner, when it has the set-user-ID bit. */
  readonly setuid?: number | undefined;
  /** The file's group, when it has the set-group-ID bit and its group may execute it. */
  readonly setgid?: number | undefined;
  /** On a `nosuid` mount set-ID bits and capabilities are ignored; default false. */
  readonly nosuid?: boolean;
}

/** How the kernel of the prediction differs from the newest. */
export interface ExecOptions extends KernelOptions {
  /**
   * Whether execve counts as an identity change when the new effective ids differ from the `'effective'` ones before
   * (Linux 6.16 and later, default) or from the `'real'` ones (earlier).
   */
  readonly identityChange?: 'effective' | 'real';
}

/** What the process is after execve; with `outcome: 'EPERM'` execve fails and nothing changes. */
export interface ExecPrediction {
  readonly outcome: 'runs' | 'EPERM';
  /** Real and effective id; saved and filesystem id equal the effective one once it runs. */
  readonly uid: ExecIds;
  readonly gid: ExecIds;
  readonly inheritable: CapabilitySet;
  readonly permitted: CapabilitySet;
  readonly effective: CapabilitySet;
  readonly bounding: CapabilitySet;
  readonly ambient: CapabilitySet;
  /** The rules that decided, in the order in which the kernel applies them. */
  readonly reasons: readonly string[];
}

/**
 * What execve does to a process's capabilities and ids (capabilities(7), security/commoncap.c). Not covered: a traced
 * process, and one that shares its filesystem state with another process.
 * @throws CapsError ERR_OPTION_INVALID when a set or id of the process is `'unknown'`
 */
export function predictExec(process: ExecProcess, file: ExecFile = {}, options: ExecOptions = {}): ExecPrediction {
  const before = known({
    uid: process.uid,
    gid: process.gid,
    groups: process.groups ?? [],
    inheritable: process.inheritable,
    permitted: process.permitted,
    effective: process.effective ?? CapabilitySet.empty,
    bounding: process.bounding,
    ambient: process.ambient ?? CapabilitySet.empty,
    noNewPrivs: process.noNewPrivs ?? false,
  });
  const { noRoot } = decodeSecurebits(process.securebits ?? 0);
  const { inheritable, bounding } = before;
  const reasons: string[] = [];

  const setsIds = !file.nosuid && !before.noNewPrivs;
  let euid = (setsIds ? file.setuid : undefined) ?? before.uid.effective;
  let egid = (setsIds ? file.setgid : undefined) ?? before.gid.effective;
  if (file.setuid !== undefined || file.setgid !== undefined) {
    reasons.push(
      setsIds
        ? 'set-ID bits change the effective ids'
        : `set-ID bits ignored: ${file.nosuid ? 'nosuid mount' : 'no_new_privs'}`,
    );
  }

  const capabilities = honoured(file, process.namespaceRootids ?? [0], reasons);
  const all = CapabilitySet.all(lastCapOf(options));
  const forced = capabilities?.permitted.intersect(all) ?? CapabilitySet.empty;
  let permitted = bounding
    .intersect(forced)
    .union(inheritable.intersect(capabilities?.inheritable ?? CapabilitySet.empty));
  let raises = capabilities?.effective ?? false;
  if (capabilities) reasons.push('file capabilities: inheritable & file inheritable | bounding & file permitted');
  const lacking = forced.minus(permitted);
  if (raises && !lacking.isEmpty) {
    reasons.push(`EPERM: the file is effective and not all of it allowed: ${lacking} is out of bounds`);
    const { groups: _, noNewPrivs: __, ...unchanged } = before;
    return { outcome: 'EPERM', ...unchanged, reasons };
  }

  if (noRoot.set) {
    if (before.uid.real === 0 || euid === 0) reasons.push('noroot: uid 0 gains nothing');
  } else if (capabilities && before.uid.real !== 0 && euid === 0) {
    reasons.push('set-user-ID root with file capabilities gains only those');
  } else if (before.uid.real === 0 || euid === 0) {
    permitted = bounding.union(inheritable);
    raises ||= euid === 0;
    reasons.push(
      `uid 0 is permitted inheritable | bounding${euid === 0 ? '' : '; only the real uid is 0, so none is effective'}`,
    );
  }

  const compared = options.identityChange ?? 'effective';
  const groups = compared === 'real' ? [before.gid.real] : [before.gid.effective, ...before.groups];
  const identityChanges = euid !== before.uid[compared] || !groups.includes(egid);
  if (before.noNewPrivs && (identityChanges || !permitted.isSubsetOf(before.permitted))) {
    euid = before.uid.real;
    egid = before.gid.real;
    permitted = permitted.intersect(before.permitted);
    reasons.push('no_new_privs: no more than the old permitted set, effective ids become the real ones');
  }

  const clearsAmbient = capabilities !== undefined || identityChanges;
  const ambient = clearsAmbient ? CapabilitySet.empty : before.ambient;
  if (!before.ambient.isEmpty) {
    reasons.push(clearsAmbient ? 'ambient set cleared: the file is privileged' : 'ambient set kept');
  }
  permitted = permitted.union(ambient);
  return {
    outcome: 'runs',
    uid: { real: before.uid.real, effective: euid },
    gid: { real: before.gid.real, effective: egid },
    inheritable,
    permitted,
    effective: raises ? permitted : ambient,
    bounding,
    ambient,
    reasons,
  };
}

function honoured(file: ExecFile, rootids: readonly number[], reasons: string[]): FileCapabilities | undefined {
  const { capabilities, nosuid } = file;
  if (!capabilities) return undefined;
  if (nosuid) {
    reasons.push('file capabilities ignored: nosuid mount');
  } else if (capabilities.rootid !== undefined && !rootids.includes(capabilities.rootid)) {
    reasons.push(`file capabilities ignored: of the user namespace of rootid ${capabilities.rootid}`);
  } else {
    return capabilities;
  }
  return undefined;
}

type AllKnown<T> = { readonly [K in keyof T]: Exclude<T[K], 'unknown'> };

function known<T extends object>(values: T): AllKnown<T> {
  const [unknown] = Object.entries(values).find(([, value]) => value === 'unknown') ?? [];
  if (unknown === undefined) return values as AllKnown<T>;
  throw new CapsError('ERR_OPTION_INVALID', `${unknown} is unknown: execve cannot be predicted without it`);
}
