export type { Attempt, Blocker, Id, Purpose, Remedy, Source, Warning } from './attempt.js';
export { type DiagnoseOptions, diagnose, diagnoseSync } from './diagnose.js';
export { FsSafeError, type FsSafeErrorCode, NoWritableDirError } from './errors.js';
export type { FsLike } from './host.js';
export type { Mount } from './mounts.js';
export type { ResolveOptions } from './options.js';
export { resolveWritableDir, resolveWritableDirSync } from './resolve.js';
export type { WritableDir } from './writable-dir.js';
