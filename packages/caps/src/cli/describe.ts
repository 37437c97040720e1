import type { CapabilitySet } from '@org/caps';
import { type Capability, capabilities, diffCapabilities, presets, type Risk } from '@org/caps';
import type { Cell, Style } from './terminal.js';

const riskStyles: Readonly<Partial<Record<Risk, Style>>> = { critical: 'red', high: 'yellow', low: 'dim' };

/** A row that explains one bit: number, name, risk, summary. */
export function capabilityRow(bit: number): Cell[] {
  const known: Capability | undefined = capabilities[bit];
  if (!known) return [String(bit), '?', '?', 'unknown to this version: newer than Linux 5.9, or no capability'];
  return [String(bit), known.name, { text: known.risk, style: riskStyles[known.risk] }, known.summary];
}

/** A set in words: `none`, `all`, `all but …`, or its names, with the default that it is, if it is one. */
export function describeSet(set: CapabilitySet | 'unknown'): string {
  if (set === 'unknown') return 'unknown';
  if (set.isEmpty) return 'none';
  const { extra, missing } = diffCapabilities(set, 'all');
  if (extra.isEmpty && missing.isEmpty) return 'all';
  if (extra.isEmpty && missing.size <= 5) return `all but ${missing}`;
  return [set, presetNote(set)].join(' ').trimEnd();
}

/** `(the default of docker and containerd)` and the like, or nothing. */
export function presetNote(set: CapabilitySet): string {
  const names = Object.entries(presets).flatMap(([name, preset]) => (preset.equals(set) ? [name] : []));
  if (names.includes('all') || names.includes('none') || names.length === 0)
    return names.length > 0 ? `(${names[0]})` : '';
  if (names.includes('baseline') || names.includes('restricted')) return `(all that ${names[0]} lets a pod add)`;
  return `(the default of ${names.join(' and ')})`;
}
