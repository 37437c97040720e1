import { CapsError, quoted } from './errors.js';

// A table is three times as fast as comparing, and parsing masks is what this package does most.
const digits = new Int8Array(128).fill(-1);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  digits[digit.charCodeAt(0)] = value;
  digits[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Reads 1–16 hex digits, `0x` allowed, into two 32-bit halves. @throws CapsError ERR_MASK_INVALID with `offset` */
export function decodeHex<T>(hex: string, make: (low: number, high: number) => T): T {
  if (typeof hex !== 'string') throw invalid(hex, 0, 'expected a string of hex digits or a bigint');
  const start = hex.charCodeAt(0) === 48 && (hex.charCodeAt(1) | 32) === 120 ? 2 : 0;
  const end = Math.min(hex.length, start + 16);
  let low = 0;
  let high = 0;
  for (let offset = start; offset < end; offset++) {
    const digit = digits[hex.charCodeAt(offset)] ?? -1;
    if (digit < 0) throw invalid(hex, offset, `expected a hex digit, got ${quoted(hex[offset])}`);
    high = (high << 4) | (low >>> 28);
    low = (low << 4) | digit;
  }
  if (end === start) throw invalid(hex, start, 'expected 1 to 16 hex digits');
  if (end < hex.length) throw invalid(hex, end, 'expected at most 16 hex digits (64 bits)');
  return make(low, high);
}

/** 16 lower-case hex digits. */
export function formatHex(low: number, high: number): string {
  return word(high) + word(low);
}

function word(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

function invalid(hex: unknown, offset: number, expected: string): CapsError {
  return new CapsError('ERR_MASK_INVALID', `mask ${quoted(hex)}: ${expected} at offset ${offset}`, { offset });
}
