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
  const { unknownBits } = set;
  if (missing.isEmpty)
    return `all, and ${unknownBits.length} bits without a name (${unknownBits[0]} to ${unknownBits.at(-1)})`;
  const older = kernelOf(set);
  if (older !== undefined) return `all of a kernel that has ${set.size}, as ${older}`;
  if (extra.isEmpty && missing.size <= 5) return `all but ${missing}`;
  return [set, presetNote(set)].join(' ').trimEnd();
}

/** Kernels by the number of their capabilities (include/uapi/linux/capability.h). */
const KERNELS: Readonly<Record<number, string>> = {
  34: 'Linux 2.6.25 to 2.6.36',
  35: 'Linux 2.6.37 to 2.6.39',
  36: 'Linux 3.0 to 3.4',
  37: 'Linux 3.5 to 3.15',
  38: 'Linux 3.16 to 5.7',
  40: 'Linux 5.8',
};

/** The kernels whose every capability this is, when they are older than 5.9. */
function kernelOf(set: CapabilitySet): string | undefined {
  return set.toBigInt() === (1n << BigInt(set.size)) - 1n ? KERNELS[set.size] : undefined;
}

/** `(the default of docker and containerd)` and the like, or nothing. */
export function presetNote(set: CapabilitySet): string {
  const names = Object.entries(presets).flatMap(([name, preset]) => (preset.equals(set) ? [name] : []));
  if (names.includes('all') || names.includes('none') || names.length === 0)
    return names.length > 0 ? `(${names[0]})` : '';
  if (names.includes('baseline') || names.includes('restricted')) return `(all that ${names[0]} lets a pod add)`;
  return `(the default of ${names.join(' and ')})`;
}
