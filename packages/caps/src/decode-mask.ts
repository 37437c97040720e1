import { CapabilitySet } from './set.js';

/**
 * The capabilities of a mask as /proc/PID/status prints it: 1–16 hex digits (`0x` allowed), or a bigint.
 * Strict: nothing around the digits is accepted; `formatCapsh` is the lenient one.
 * @throws CapsError ERR_MASK_INVALID with `offset`
 */
export function decodeMask(mask: string | bigint): CapabilitySet {
  return typeof mask === 'bigint' ? CapabilitySet.fromBigInt(mask) : CapabilitySet.fromHex(mask);
}
