import { numberOfName } from './capability-names.js';
import { CapsError, type CapsErrorCode, quoted } from './errors.js';

// What the grammars of libcap have in common. Its isspace(3) and isalnum(3) are those of the C locale.

export const spaces: RegExp = /[\t-\r ]*/y;
export const word: RegExp = /\w*/y;

/** What a sticky pattern matches at this place, maybe nothing. */
export function runAt(text: string, start: number, pattern: RegExp): string {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0] ?? '';
}

/** The bit of a libcap name or of a number 0–63 in C notation (`8`, `010`, `0x8`); undefined for any other word. */
export function bitOfWord(word: string): number | undefined {
  if (!/^\d/.test(word)) return word.length <= 32 ? numberOfName(word) : undefined;
  const octal = /^0[0-7]+$/.test(word);
  const bit = octal ? Number.parseInt(word, 8) : /^(0|[1-9]\d*|0x[\da-f]+)$/i.test(word) ? Number(word) : 64;
  return bit < 64 ? bit : undefined;
}

/** What to say of text that stops making sense at `offset`. */
export function unexpected(
  code: CapsErrorCode,
  what: string,
  text: string,
  offset: number,
  expected: string,
): CapsError {
  const got = offset < text.length ? quoted(text.slice(offset, offset + 24)) : 'the end';
  return new CapsError(code, `${what}: ${expected}, got ${got} at offset ${offset}`, { offset });
}
