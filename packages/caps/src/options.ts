import { capabilityNames } from './capability-names.js';
import { CapsError, quoted } from './errors.js';

/** What depends on the kernel that is asked about. */
export interface KernelOptions {
  /** The kernel's last capability (/proc/sys/kernel/cap_last_cap), 0–63; default 40, Linux 5.9 and later. */
  readonly lastCap?: number;
}

/** The checked `lastCap`. @throws CapsError ERR_OPTION_INVALID */
export function lastCapOf({ lastCap = capabilityNames.length - 1 }: KernelOptions = {}): number {
  if (Number.isInteger(lastCap) && lastCap >= 0 && lastCap <= 63) return lastCap;
  throw new CapsError('ERR_OPTION_INVALID', `lastCap ${quoted(lastCap)}: expected an integer from 0 to 63`);
}
