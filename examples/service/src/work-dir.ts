import type { WritableDirectory } from '@org/example-proto';
import { type Attempt, type NoWritableDirError, resolveWritableDir, type WritableDir } from '@org/fs-safe';
import { ConfigurationError } from './configuration-error.js';

/** A place to write, or the account of why there is none. */
export interface WorkDir {
  /** Undefined when nothing is writable. */
  readonly dir: WritableDir | undefined;
  readonly report: WritableDirectory;
}

/**
 * Looks for a place to write: `wanted` when given, else `app-tmp` in the working directory, else a mounted tmp. A program
 * that can live without one is told so in the report.
 * @throws ConfigurationError when `wanted`, or what `<NAME>_TMP_DIR` says, will not do: to write elsewhere would hide it.
 */
export async function openWorkDir(name: string, wanted?: string): Promise<WorkDir> {
  try {
    const where = wanted === undefined ? { preferred: 'app-tmp', discover: true } : { dir: wanted };
    const dir = await resolveWritableDir({ name, ...where });
    const { path, source, memoryBacked } = dir;
    const [attempts, warnings] = [dir.attempts.map(view), dir.warnings.map(text)];
    return { dir, report: { path, source, memoryBacked, attempts, warnings } };
  } catch (error) {
    const { code, message, attempts } = error as NoWritableDirError;
    if (code !== 'ERR_NO_WRITABLE_DIR') throw error;
    if (attempts.every(({ source }) => source === 'option' || source.startsWith('env:'))) {
      throw new ConfigurationError(message);
    }
    const report = { path: '', source: '', memoryBacked: false, attempts: attempts.map(view), warnings: [message] };
    return { dir: undefined, report };
  }
}

function view({ path, source, ok, code, message, remedy }: Attempt): WritableDirectory['attempts'][number] {
  return { path, source, ok, code: code ?? '', message, remedy: remedy?.kubernetes ?? remedy?.text ?? '' };
}

function text({ message }: { readonly message: string }): string {
  return message;
}
