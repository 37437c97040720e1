import { nameOfBit } from './capability-names.js';
import { CapsError, quoted } from './errors.js';
import { bitOfWord, endOfRun, isWord, unexpected } from './grammar.js';
import { type KernelOptions, lastCapOf } from './options.js';
import type { CapabilitySet } from './set.js';
import { SetBuilder } from './set-builder.js';

/** `!`, `^` or `%`. */
function isPrefix(code: number): boolean {
  return code === 33 || code === 94 || code === 37;
}

/** The three vectors of cap_iab(3); `blocked` is what is taken out of the bounding set. */
export interface Iab {
  readonly inheritable: CapabilitySet;
  readonly ambient: CapabilitySet;
  readonly blocked: CapabilitySet;
}

/**
 * Reads `!cap_chown,^cap_kill,%cap_setuid`, the grammar of cap_iab_from_text(3): `!` blocked, `^` ambient and so
 * inheritable, `%` or nothing inheritable. Takes bits beyond any kernel's last, as libcap does.
 * @throws CapsError ERR_IAB_INVALID with `offset`
 */
export function parseIab(text: string): Iab {
  if (typeof text !== 'string') throw new CapsError('ERR_IAB_INVALID', `IAB ${quoted(text)}: expected a string`);
  const inheritable = new SetBuilder();
  const ambient = new SetBuilder();
  const blocked = new SetBuilder();
  for (let at = 0; at < text.length; at++) {
    const start = endOfRun(text, at, isPrefix);
    const prefixes = text.slice(at, start);
    at = start;
    if (at === text.length) break;
    const end = endOfRun(text, at, isWord);
    const bit = bitOfWord(text.slice(at, end));
    if (bit === undefined) {
      throw refuse(text, at, "expected '!', '^', '%', a name such as cap_net_raw or a number from 0 to 63");
    }
    if (prefixes.includes('!')) blocked.add(bit);
    if (prefixes.includes('^')) ambient.add(bit);
    if (/[%^]|^$/.test(prefixes)) inheritable.add(bit);
    at = end;
    if (at < text.length && text[at] !== ',') throw refuse(text, at, "expected ',' or the end");
  }
  return { inheritable: inheritable.build(), ambient: ambient.build(), blocked: blocked.build() };
}

/** Writes what cap_iab_to_text(3) writes on a kernel with this `lastCap`: bits beyond it are left out. */
export function formatIab(iab: Iab, options?: KernelOptions): string {
  const lastCap = lastCapOf(options);
  const items: string[] = [];
  for (let bit = 0; bit <= lastCap; bit++) {
    const blocked = iab.blocked.has(bit);
    const ambient = iab.ambient.has(bit);
    const inheritable = iab.inheritable.has(bit);
    if (blocked || ambient || inheritable) {
      items.push((blocked ? '!' : '') + (ambient ? '^' : blocked && inheritable ? '%' : '') + nameOfBit(bit));
    }
  }
  return items.join(',');
}

function refuse(text: string, offset: number, expected: string): CapsError {
  return unexpected('ERR_IAB_INVALID', 'IAB', text, offset, expected);
}
