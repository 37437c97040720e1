import { spawnSync } from 'node:child_process';

/** Programs of one language, or why they cannot be had here; then everything that needs them counts as skipped. */
export type Installed<Programs> = Programs | { readonly skipped: string };

export function isSkipped<Programs extends object>(
  installed: Installed<Programs>,
): installed is { readonly skipped: string } {
  return 'skipped' in installed;
}

/** Why a command of an installation failed, in one line; undefined when it did not. */
export function failureOf(command: string, args: readonly string[], cwd?: string): string | undefined {
  const { error, status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error) return `${command} is not installed`;
  return status === 0 ? undefined : `${command} ${args[0]} failed: ${stderr.trim().split('\n').at(-1)}`;
}
