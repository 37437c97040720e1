import { tryCall } from './errno.js';
import type { FsLike } from './fs-like.js';

/** The numeric owner of a file, or the effective identity of a process. */
export interface Id {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups; only for a process. */
  readonly groups?: readonly number[];
}

/** Who this process is to the file system. */
export interface Identity extends Id {
  readonly groups: readonly number[];
  /** The effective capability mask; `undefined` where /proc does not tell. */
  readonly capabilities: bigint | undefined;
}

/** The effective ids; uid and gid are -1 on Windows, which has none. All but the uid is read when asked for. */
export function readIdentity(fs: FsLike, procRoot: string): Identity {
  let mask: { readonly value: bigint | undefined } | undefined;
  return {
    uid: process.geteuid?.() ?? -1,
    get gid() {
      return process.getegid?.() ?? -1;
    },
    get groups() {
      return process.getgroups?.() ?? [];
    },
    get capabilities() {
      mask ??= { value: readEffectiveCapabilities(fs, procRoot) };
      return mask.value;
    },
  };
}

function readEffectiveCapabilities(fs: FsLike, procRoot: string): bigint | undefined {
  const status = tryCall(() => fs.readFileSync(`${procRoot}/self/status`, 'latin1'));
  const hex = status?.match(/^CapEff:\s*([0-9a-f]+)$/m)?.[1];
  return hex === undefined ? undefined : BigInt(`0x${hex}`);
}

const CAP_DAC_OVERRIDE = 1n;
const CAP_DAC_READ_SEARCH = 2n;

/**
 * Whether owner, mode and capabilities let this identity use a directory: `search` (x) or `write` (w and x).
 * ACLs and security modules are not seen (inode(7), capabilities(7)).
 */
export function modeAllows(
  directory: { readonly uid: number; readonly gid: number; readonly mode: number },
  who: Identity,
  want: 'search' | 'write',
): boolean {
  const has = (bit: bigint) =>
    who.capabilities === undefined ? who.uid === 0 : ((who.capabilities >> bit) & 1n) === 1n;
  if (has(CAP_DAC_OVERRIDE) || (want === 'search' && has(CAP_DAC_READ_SEARCH))) return true;
  const needed = want === 'write' ? 0o3 : 0o1;
  const shift = directory.uid === who.uid ? 6 : directory.gid === who.gid || who.groups.includes(directory.gid) ? 3 : 0;
  return ((directory.mode >> shift) & needed) === needed;
}
