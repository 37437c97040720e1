import { numberOfName } from './capability-names.js';

// Character classes of isspace(3), isalpha(3) and isdigit(3) in the C locale, which libcap's grammars are made of.

/** Space, \t, \n, \v, \f or \r. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** 0–9. */
export function isDigit(code: number): boolean {
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
  const digits = /^(?:0[xX]0*(?<hex>[0-9a-fA-F]{1,2})|0+(?<octal>[0-7]{1,2})|(?<decimal>0|[1-9][0-9]?))$/.exec(word);
  const { hex, octal, decimal } = digits?.groups ?? {};
  const bit = hex ? Number.parseInt(hex, 16) : octal ? Number.parseInt(octal, 8) : Number(decimal ?? 64);
  return bit < 64 ? bit : undefined;
}
