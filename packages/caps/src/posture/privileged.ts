import { capabilities } from '../capabilities.js';
import type { Known } from '../known.js';
import type { SeccompMode } from '../proc-status.js';
import { CapabilitySet } from '../set.js';
import type { ProcMasking } from './filesystem.js';
import { type Finding, inferred } from './finding.js';
import type { LsmLabel } from './lsm.js';
import type { NamespaceKind } from './namespaces.js';

interface Facts {
  readonly capabilities: { readonly bounding: Finding<CapabilitySet> };
  readonly seccomp: Finding<SeccompMode>;
  readonly namespaces: { readonly user: Finding<NamespaceKind> };
  readonly lsm: Finding<LsmLabel>;
  readonly procMasking: Finding<ProcMasking>;
  readonly writableSys: Finding<boolean>;
  readonly lastCap: Finding<number>;
}

/**
 * Whether a process is as free as `privileged: true` makes it. Every sign must be there, so one that is missing
 * settles it; all of them together stay an inference. The bounding set counts as full when it holds every capability
 * of critical risk: a runtime cannot give what its own node withholds.
 */
export function inferPrivileged(facts: Facts): Finding<boolean> {
  const lastCap = facts.lastCap.value === 'unknown' ? 40 : facts.lastCap.value;
  const critical = capabilities.filter(({ risk, number }) => risk === 'critical' && number <= lastCap);
  const wanted = CapabilitySet.fromNames(critical.map(({ name }) => name));
  const signs: readonly (readonly [string, Known<boolean>, Finding<unknown>])[] = [
    [
      'every critical capability',
      test(facts.capabilities.bounding, (set) => wanted.isSubsetOf(set)),
      facts.capabilities.bounding,
    ],
    ['initial user namespace', test(facts.namespaces.user, (kind) => kind === 'initial'), facts.namespaces.user],
    ['no seccomp', test(facts.seccomp, (mode) => mode === 'disabled'), facts.seccomp],
    ['/proc not masked', test(facts.procMasking, ({ state }) => state === 'unmasked'), facts.procMasking],
    ['/sys writable', test(facts.writableSys, (writable) => writable), facts.writableSys],
    ['not confined by a security module', test(facts.lsm, isUnconfined), facts.lsm],
  ];
  const missing = signs.filter(([, present]) => present === false);
  const evidence = (missing.length > 0 ? missing : signs).flatMap(([, , { evidence }]) => evidence);
  if (missing.length > 0) return inferred(false, evidence, `missing: ${missing.map(([sign]) => sign).join(', ')}`);
  const present = signs.filter(([, yes]) => yes === true);
  const value = present.length === signs.length ? true : 'unknown';
  return inferred<boolean>(
    value,
    evidence,
    `${present.length} of ${signs.length} signs: ${present.map(([sign]) => sign).join(', ')}`,
  );
}

function isUnconfined({ module, label, detail }: LsmLabel): boolean {
  return module === 'none' || label === 'unconfined' || detail === 'spc_t' || detail === 'unconfined_t';
}

function test<T>(finding: Finding<T>, sign: (value: T) => boolean): Known<boolean> {
  return finding.value === 'unknown' ? 'unknown' : sign(finding.value as T);
}
