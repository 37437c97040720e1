import { nameOfBit } from './capability-names.js';
import { isSpace } from './characters.js';
import { hexDigit } from './hex.js';
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
  let at = 0;
  while (isSpace(input.charCodeAt(at))) at++;
  const negative = input[at] === '-';
  if (negative || input[at] === '+') at++;
  if (input[at] === '0' && (input.charCodeAt(at + 1) | 32) === 120 && hexDigit(input.charCodeAt(at + 2)) >= 0) at += 2;
  let low = 0;
  let high = 0;
  for (let digit = hexDigit(input.charCodeAt(at)); digit >= 0; digit = hexDigit(input.charCodeAt(++at))) {
    if (high >>> 28 !== 0) return CapabilitySet.fromWords(-1, -1);
    high = (high << 4) | (low >>> 28);
    low = (low << 4) | digit;
  }
  return negative ? CapabilitySet.fromWords(-low, ~high + (low === 0 ? 1 : 0)) : CapabilitySet.fromWords(low, high);
}
