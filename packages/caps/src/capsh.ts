import { nameOfBit } from './capability-names.js';
import { CapabilitySet } from './set.js';

/**
 * The line that `capsh --decode=INPUT` prints, without its newline, for every input: what strtoull(3) cannot read is
 * dropped silently, `-1` is all bits, and nothing at all is the empty set. `decodeMask` is the strict reading.
 */
export function formatCapsh(input: string): string {
  const set = strtoull(input);
  return `0x${set.toHex()}=${set.bits.map(nameOfBit).join(',')}`;
}

// strtoull(input, NULL, 16) of C: white space, a sign, 0x, digits as far as they go; past 64 bits it saturates.
function strtoull(input: string): CapabilitySet {
  const [, sign, digits = ''] = /^[\t-\r ]*([+-]?)(?:0x(?=[\da-f]))?0*([\da-f]*)/i.exec(input) ?? [];
  if (digits.length > 16) return CapabilitySet.fromWords(-1, -1);
  const { low, high } = CapabilitySet.fromHex(digits || '0');
  return sign === '-' ? CapabilitySet.fromWords(-low, ~high + (low === 0 ? 1 : 0)) : CapabilitySet.fromWords(low, high);
}
