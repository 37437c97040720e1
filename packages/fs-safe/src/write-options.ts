import { FsSafeError, quoted } from './errors.js';

/** What decides on the new file, however it is written. */
export interface ReplaceFileOptions {
  /**
   * What survives a power cut when the promise resolves: `true` (default) the file under its name, `'file'` its
   * content, `false` whatever the system has written by then.
   */
  readonly durable?: boolean | 'file';
  /**
   * Permission bits of the new file. Default: those of the file that is replaced if it is this user's own and nobody
   * else can have put it there, without set-id bits; otherwise 0o600.
   */
  readonly mode?: number;
  /** Owner of the new file; giving files away takes root. Default: this user, and the group of a file of its own. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /**
   * What to do about a file with an ACL, which the new one will not have: `narrow` (default) gives its group no more
   * than others have, `refuse` rejects with `ERR_ACL`, also where nothing can tell whether there is one.
   */
  readonly acl?: 'narrow' | 'refuse';
  /** Whether to write to the file that a link leads to, rather than replace the link. Default: false. */
  readonly followTarget?: boolean;
  /** Bytes that must be left over on the file system when all is written. Default: 0. */
  readonly reserveBytes?: number;
}

/** How `writeFileAtomic` writes. */
export interface WriteFileAtomicOptions extends ReplaceFileOptions {
  /**
   * Whether to write over the old content, which keeps ACL, attributes, labels and links but is not atomic: `never`
   * (default), as a `fallback` for a file that is itself a mount and cannot be replaced, or `always`.
   */
  readonly inPlace?: 'never' | 'fallback' | 'always';
  /** Stops before the next write; the old file stays. Default: none. */
  readonly signal?: AbortSignal;
}

const choices = {
  durable: [true, 'file', false],
  acl: ['narrow', 'refuse'],
  inPlace: ['never', 'fallback', 'always'],
  followTarget: [true, false],
} as const;
const others = ['mode', 'owner', 'reserveBytes', 'signal'];

/** @throws TypeError that names the option, the value and what is allowed */
export function checkWriteOptions(options: WriteFileAtomicOptions): void {
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
