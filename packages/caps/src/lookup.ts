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
  const near = typeof capability === 'string' && capability.length <= 32 ? nearest(capability) : undefined;
  return new CapsError(
    'ERR_CAPABILITY_UNKNOWN',
    `unknown capability ${quoted(capability)}: ${near ? `did you mean ${near}?` : 'expected a name such as cap_net_raw or NET_RAW, or a number from 0 to 63'}`,
  );
}

// The name that begins like the wrong one for longest, if that is nearly all of it.
function nearest(name: string): string | undefined {
  const wanted = name.toLowerCase().replace(/^(cap_)?/, 'cap_');
  for (let length = wanted.length; length > 6 && length >= wanted.length - 3; length--) {
    const known = capabilityNames.find((each) => each.startsWith(wanted.slice(0, length)));
    if (known) return known;
  }
  return undefined;
}
