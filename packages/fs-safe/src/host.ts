import * as nodeFs from 'node:fs';
import { tryCall } from './errno.js';
import { PROC_SUPER_MAGIC } from './filesystem-type.js';
import type { FsLike } from './fs-like.js';
import { type Identity, readIdentity } from './identity.js';

/** The machine as the package sees it. */
export interface Host {
  readonly fs: FsLike;
  readonly procRoot: string;
  /** Whether `procRoot` is a real procfs, through which descriptors can be walked. */
  readonly hasProc: boolean;
  /** Read once, when first asked for. */
  identity(): Identity;
}

/** Looks once whether /proc can be relied on; everything else is asked when needed. */
export function createHost(options: { readonly fs?: Partial<FsLike>; readonly procRoot?: string } = {}): Host {
  const fs: FsLike = options.fs === undefined ? nodeFs : { ...nodeFs, ...options.fs };
  const procRoot = options.procRoot ?? '/proc';
  let identity: Identity | undefined;
  return {
    fs,
    procRoot,
    hasProc: fs === nodeFs && procRoot === '/proc' ? seesProc() : isProc(fs, procRoot),
    identity: () => {
      identity ??= readIdentity(fs, procRoot);
      return identity;
    },
  };
}

/** The real /proc does not go away under a running process, so it is looked for until it was found. */
let procFound = false;

function seesProc(): boolean {
  procFound ||= isProc(nodeFs, '/proc');
  return procFound;
}

function isProc(fs: FsLike, root: string): boolean {
  return process.platform === 'linux' && tryCall(() => fs.statfsSync(root).type) === PROC_SUPER_MAGIC;
}
