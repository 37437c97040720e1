import { numberOfName } from './capability-names.js';
import { hexDigit } from './hex.js';

// Character classes of isspace(3), isalpha(3) and isdigit(3) in the C locale, which libcap's grammars are made of.

/** Space, \t, \n, \v, \f or \r. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A letter, digit or underscore. */
export function isWord(code: number): boolean {
  const lower = code | 32;
  return isDigit(code) || code === 95 || (code < 128 && lower >= 97 && lower <= 122);
}

/** The end of the run of word characters that begins at `start`. */
export function wordEnd(text: string, start: number): number {
  let end = start;
  while (isWord(text.charCodeAt(end))) end++;
  return end;
}

/** The bit of a libcap name or of a number 0–63 in C notation (`8`, `010`, `0x8`); undefined for any other word. */
export function bitOfWord(word: string): number | undefined {
  if (!isDigit(word.charCodeAt(0))) return word.length <= 32 ? numberOfName(word) : undefined;
  const radix = word.charCodeAt(0) !== 48 || word.length === 1 ? 10 : (word.charCodeAt(1) | 32) === 120 ? 16 : 8;
  const start = radix === 16 ? 2 : 0;
  let bit = 0;
  for (let at = start; at < word.length; at++) {
    const digit = hexDigit(word.charCodeAt(at));
    if (digit < 0 || digit >= radix) return undefined;
    bit = bit * radix + digit;
    if (bit > 63) return undefined;
  }
  return word.length > start ? bit : undefined;
}
