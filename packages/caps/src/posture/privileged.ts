import { capabilities } from '../capabilities.js';
import type { Known } from '../known.js';
import type { SeccompMode } from '../proc-status.js';
import { CapabilitySet } from '../set.js';
import type { ProcMasking } from './filesystem.js';
import { type Evidence, type Finding, inferred } from './finding.js';
import { confines, type LsmLabel } from './lsm.js';
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
  const signs: readonly Sign[] = [
    sign('every critical capability', facts.capabilities.bounding, (set) => wanted.isSubsetOf(set)),
    sign('initial user namespace', facts.namespaces.user, (kind) => kind === 'initial'),
    sign('no seccomp', facts.seccomp, (mode) => mode === 'disabled'),
    sign('/proc unmasked', facts.procMasking, ({ state }) => state === 'unmasked'),
    sign('/sys writable', facts.writableSys, (writable) => writable),
    sign('no security module', facts.lsm, isUnconfined),
  ];
  const absent = signs.filter(({ present }) => present === false);
  const present = signs.filter((each) => each.present === true);
  const say = (value: Known<boolean>, of: readonly Sign[], word: string): Finding<boolean> => {
    const note = `${of.length} of ${signs.length} signs ${word}: ${of.map(({ name }) => name).join(', ')}`;
    return inferred(
      value,
      of.flatMap(({ evidence }) => evidence),
      note,
    );
  };
  if (absent.length > 0) return say(false, absent, 'absent');
  return say(present.length === signs.length ? true : 'unknown', present, 'present');
}

interface Sign {
  readonly name: string;
  readonly present: Known<boolean>;
  readonly evidence: readonly Evidence[];
}

function sign<T>(name: string, { value, evidence }: Finding<T>, test: (value: T) => Known<boolean>): Sign {
  return { name, present: value === 'unknown' ? 'unknown' : test(value as T), evidence };
}

function isUnconfined(label: LsmLabel): Known<boolean> {
  const confined = confines(label);
  return confined === 'unknown' ? confined : !confined;
}
