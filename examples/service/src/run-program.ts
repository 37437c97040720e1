/** Errors that the one who started the program can mend: the line says how. */
const USAGE_CODES = new Set([
  'ERR_TARGET_INVALID',
  'ERR_POLICY_INVALID',
  'ERR_LISTEN',
  'ERR_TLS',
  'EADDRINUSE',
  'EACCES',
]);

/** A requirement of the operator's is not met; the line says which. */
export class RequirementError extends Error {
  override readonly name = 'RequirementError';
}

/**
 * Runs a program's start. What the operator got wrong becomes one line and exit code 2, a requirement that is not met
 * one line and exit code 1, anything else a stack and exit code 1.
 */
export async function runProgram(name: string, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const { name: kind, code, message } = error as NodeJS.ErrnoException;
    const usage = kind === 'ConfigurationError' || USAGE_CODES.has(code ?? '');
    const plain = usage || kind === 'RequirementError';
    process.stderr.write(`${name}: ${plain ? message : String((error as Error).stack ?? error)}\n`);
    // A half-started program may hold timers and sockets; nothing of it is worth an orderly end.
    process.exit(usage ? 2 : 1);
  }
}
