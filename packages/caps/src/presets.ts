import { CapsError, quoted } from './errors.js';
import { CapabilitySet } from './set.js';

/** Sets that manifests and runtimes are measured by. */
export type PresetName = 'docker' | 'containerd' | 'cri-o' | 'podman' | 'baseline' | 'restricted' | 'all' | 'none';

/**
 * What runtimes give by default (Docker and containerd, CRI-O, Podman 4.4) and what the Pod Security Standards let a
 * pod add (`baseline`, `restricted`). Distributions change the CRI-O and Podman defaults.
 */
export const presets: Readonly<Record<PresetName, CapabilitySet>> = Object.freeze({
  docker: CapabilitySet.fromWords(0xa80425fb, 0),
  containerd: CapabilitySet.fromWords(0xa80425fb, 0),
  'cri-o': CapabilitySet.fromWords(0x5fb, 0),
  podman: CapabilitySet.fromWords(0x800005fb, 0),
  baseline: CapabilitySet.fromWords(0xa80405fb, 0),
  restricted: CapabilitySet.fromWords(0x400, 0),
  all: CapabilitySet.all(),
  none: CapabilitySet.empty,
});

/** How a set differs from another. */
export interface CapabilityDiff {
  /** In the set, not in the preset. */
  readonly extra: CapabilitySet;
  /** In the preset, not in the set. */
  readonly missing: CapabilitySet;
}

/** What a set has beyond a preset (or any other set), and what it lacks. @throws CapsError ERR_OPTION_INVALID */
export function diffCapabilities(set: CapabilitySet, preset: PresetName | CapabilitySet): CapabilityDiff {
  const other = typeof preset === 'string' && Object.hasOwn(presets, preset) ? presets[preset] : preset;
  if (typeof other !== 'object') {
    throw new CapsError(
      'ERR_OPTION_INVALID',
      `preset ${quoted(preset)}: expected one of ${Object.keys(presets).join(', ')}`,
    );
  }
  return { extra: set.minus(other), missing: other.minus(set) };
}
