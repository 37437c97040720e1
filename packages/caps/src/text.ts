import { nameOfBit } from './capability-names.js';
import { type KernelOptions, lastCapOf } from './options.js';
import { CapabilitySet } from './set.js';
import { type CapabilityState, TextParser } from './text-parser.js';

/**
 * Reads text such as `cap_net_raw,cap_kill=ep cap_chown+i`, the grammar of cap_from_text(3); `all` depends on `lastCap`.
 * @throws CapsError ERR_TEXT_INVALID with `offset`
 */
export function parseCapText(text: string, options?: KernelOptions): CapabilityState {
  return new TextParser(text, CapabilitySet.all(lastCapOf(options))).parse();
}

/** Writes what cap_to_text(3) of libcap 2.66 writes on a kernel with this `lastCap`; the empty state is `=`. */
export function formatCapText(state: CapabilityState, options?: KernelOptions): string {
  const lastCap = lastCapOf(options);
  const known = emptyGroups();
  const beyond = emptyGroups();
  for (let bit = 0; bit < 64; bit++) {
    const flags =
      (state.effective.has(bit) ? 1 : 0) | (state.permitted.has(bit) ? 2 : 0) | (state.inheritable.has(bit) ? 4 : 0);
    (bit <= lastCap ? known : beyond)[flags]?.push(nameOfBit(bit));
  }
  const largest = Math.max(...known.map((group) => group.length));
  const common = known.findIndex((group) => group.length === largest);
  let text = `=${letters(common)}`;
  for (let flags = 7; flags >= 0; flags--) {
    const list = known[flags]?.join(',');
    if (flags === common || !list) continue;
    if (text === '=') text = `${list}=${letters(flags)}`;
    else text += ` ${list}${signed('+', flags & ~common)}${signed('-', common & ~flags)}`;
  }
  for (let flags = 7; flags > 0; flags--) {
    const list = beyond[flags]?.join(',');
    if (list) text += ` ${list}+${letters(flags)}`;
  }
  return text;
}

const emptyGroups = (): string[][] => Array.from({ length: 8 }, () => []);
const letters = (flags: number): string => `${flags & 1 ? 'e' : ''}${flags & 4 ? 'i' : ''}${flags & 2 ? 'p' : ''}`;
const signed = (sign: string, flags: number): string => (flags ? sign + letters(flags) : '');
