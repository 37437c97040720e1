import { numberOfName } from './capability-names.js';
import { CapsError, type CapsErrorCode, quoted } from './errors.js';

// What the grammars of libcap have in common. Classes of characters are asked by code and not by pattern: entering a
// pattern costs several times what most runs here take.

/** isspace(3) in the C locale: space, \t, \n, \v, \f or \r. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** isalnum(3) in the C locale, or an underscore. */
export function isWord(code: number): boolean {
  const lower = code | 32;
  return isDigit(code) || code === 95 || (code < 128 && lower >= 97 && lower <= 122);
}

/** Where the run of such characters ends that begins here; `start` itself when there is none. */
export function endOfRun(text: string, start: number, belongs: (code: number) => boolean): number {
  let end = start;
  while (belongs(text.charCodeAt(end))) end++;
  return end;
}

/** The bit of a libcap name or of a number 0–63 in C notation (`8`, `010`, `0x8`); undefined for any other word. */
export function bitOfWord(word: string): number | undefined {
  if (!isDigit(word.charCodeAt(0))) return word.length <= 32 ? numberOfName(word) : undefined;
  const octal = word[0] === '0' && /^0[0-7]+$/.test(word);
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
