/** What the one who starts the demo got wrong: shown as one line, with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
