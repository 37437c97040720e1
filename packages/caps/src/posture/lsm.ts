import type { Known } from '../known.js';
import { evidenceOf, type Files, type Reading } from './files.js';
import { exact, type Finding, unknown } from './finding.js';

/** The label that a Linux security module gave the process. */
export interface LsmLabel {
  /** `none`: no module answers. */
  readonly module: 'apparmor' | 'selinux' | 'other' | 'none';
  /** The AppArmor profile, or the whole SELinux context; empty for `none`. */
  readonly label: string;
  /** AppArmor's mode (`enforce`, `complain`, …) or SELinux's type (`container_t`), where there is one. */
  readonly detail?: string;
}

/** SELinux types under which a process may do what it likes, whatever runs it. */
const UNCONFINED_TYPES: ReadonlySet<string> = new Set([
  'container_runtime_t',
  'control_t',
  'kernel_t',
  'spc_t',
  'unconfined_service_t',
  'unconfined_t',
]);

/** Whether the label confines the process: profiles in mode `unconfined` do not; of other modules it is not known. */
export function confines({ module, label, detail = '' }: LsmLabel): Known<boolean> {
  if (module === 'none') return false;
  if (module === 'apparmor') return label !== 'unconfined' && detail !== 'unconfined';
  if (module === 'other') return 'unknown';
  if (UNCONFINED_TYPES.has(detail)) return false;
  return /^container_(\w+_)?t$/.test(detail) ? true : 'unknown';
}

/** Reads the label from attr/apparmor/current or attr/current (apparmor(7), selinux(8)). */
export function inspectLsm(files: Files): Finding<LsmLabel> {
  const own = files.own('attr/apparmor/current');
  const reading = own.error === undefined ? own : files.own('attr/current');
  const evidence = [own, reading].filter((each, i, all) => all.indexOf(each) === i).map(evidenceOf);
  if (reading.error === 'EINVAL') return exact({ module: 'none', label: '' }, evidence, 'no security module answers');
  if (reading.error !== undefined) return unknown(evidence);
  return exact(parseLabel(reading, reading === own), evidence);
}

function parseLabel({ text = '' }: Reading, fromAppArmor: boolean): LsmLabel {
  const label = text.replace(/[\0\n]+$/, '');
  const [, profile, mode] = /^(.*) \((\w+)\)$/.exec(label) ?? [];
  if (profile !== undefined && mode !== undefined) return { module: 'apparmor', label: profile, detail: mode };
  if (fromAppArmor || label === 'unconfined') return { module: 'apparmor', label };
  const type = /^[^:\s]+:[^:\s]+:([^:\s]+)(:|$)/.exec(label)?.[1];
  return type === undefined ? { module: 'other', label } : { module: 'selinux', label, detail: type };
}
