import { FsSafeError, quoted } from './errors.js';

const choices = {
  durable: [true, 'file', false],
  acl: ['narrow', 'refuse'],
  inPlace: ['never', 'fallback', 'always'],
  followTarget: [true, false],
} as const;
const others = ['mode', 'owner', 'reserveBytes', 'signal'];

/** What cannot be told from a list of choices. */
interface Numbers {
  readonly mode?: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly reserveBytes?: number;
}

/** @throws TypeError that names the option, the value and what is allowed */
export function checkWriteOptions(options: Numbers): void {
  const known = [...Object.keys(choices), ...others];
  for (const [key, value] of Object.entries(options)) {
    if (!known.includes(key)) throw new TypeError(`unknown option ${quoted(key)}; valid options: ${known.join(', ')}`);
    const allowed: readonly unknown[] | undefined = choices[key as keyof typeof choices];
    if (value !== undefined && allowed !== undefined && !allowed.includes(value)) {
      throw new TypeError(`${key} must be one of ${allowed.join(', ')}, not ${quoted(value)}`);
    }
  }
  const { mode, owner, reserveBytes } = options;
  requireInteger('mode', mode, 0o7777);
  requireInteger('reserveBytes', reserveBytes, Number.POSITIVE_INFINITY);
  if (owner === undefined) return;
  if (typeof owner !== 'object' || owner === null)
    throw new TypeError(`owner must be { uid, gid }, not ${quoted(owner)}`);
  requireInteger('owner.uid', owner.uid ?? Number.NaN, 2 ** 32 - 2);
  requireInteger('owner.gid', owner.gid ?? Number.NaN, 2 ** 32 - 2);
}

function requireInteger(key: string, value: number | undefined, largest: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= largest)) return;
  throw new TypeError(`${key} must be an integer from 0 to ${largest}, not ${quoted(value)}`);
}

/** @throws FsSafeError `ERR_PATH_INVALID` */
export function checkWritePath(path: string): void {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return;
  throw new FsSafeError('ERR_PATH_INVALID', String(path), `the path must be a string without NUL, not ${quoted(path)}`);
}
