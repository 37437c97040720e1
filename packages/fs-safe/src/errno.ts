import { constants } from 'node:os';

const names = new Map(Object.entries(constants.errno).map(([name, number]) => [number as number, name]));

/**
 * The name of a system error, such as `EDQUOT`; `undefined` when the value is no system error.
 * libuv has no name for EDQUOT and ESTALE ("Unknown system error -122"), so the number decides.
 */
export function errnoName(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { errno, code } = error as NodeJS.ErrnoException;
  const named = typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
  if (named !== undefined) return named;
  return typeof errno === 'number' ? names.get(Math.abs(errno)) : undefined;
}

/** Runs `action`, and answers `undefined` when the system refuses it. */
export function tryCall<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    return undefined;
  }
}

const modeRefusals: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

/** Whether chmod(2) failed as it does where a file system keeps no permissions of its own: SMB, some FUSE. */
export function refusesModes(error: unknown): boolean {
  return modeRefusals.has(errnoName(error));
}
