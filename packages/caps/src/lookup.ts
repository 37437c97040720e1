import { capabilityNames, numberOfName } from './capability-names.js';
import { CapsError, quoted } from './errors.js';

/** The bit of a capability given as libcap name, manifest name or number 0–63. @throws CapsError ERR_CAPABILITY_UNKNOWN */
export function bitOf(capability: string | number): number {
  if (typeof capability === 'number') {
    if (capability >= 0 && capability < 64 && Number.isInteger(capability)) return capability;
    throw unknown(capability);
  }
  if (typeof capability !== 'string' || capability.length > 32) throw unknown(capability);
  const bit = numberOfName(capability) ?? numberOfName(`cap_${capability}`);
  if (bit !== undefined) return bit;
  if (/^([1-5]?[0-9]|6[0-3])$/.test(capability)) return Number(capability);
  throw unknown(capability);
}

function unknown(capability: unknown): CapsError {
  const near = typeof capability === 'string' ? nearest(capability) : undefined;
  return new CapsError(
    'ERR_CAPABILITY_UNKNOWN',
    `unknown capability ${quoted(capability)}: ${near ? `did you mean ${near}?` : 'expected a name such as cap_net_raw or NET_RAW, or a number from 0 to 63'}`,
  );
}

function nearest(name: string): string | undefined {
  if (name.length > 32) return undefined;
  const wanted = name.toLowerCase().replace(/^(cap_)?/, 'cap_');
  const ranked = capabilityNames.map((known) => ({ known, distance: editDistance(wanted, known) }));
  const best = ranked.reduce((a, b) => (b.distance < a.distance ? b : a));
  return best.distance <= 2 ? best.known : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
