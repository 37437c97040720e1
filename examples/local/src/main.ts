import { runDemo } from './demo.js';
import { Narrator } from './narrator.js';
import { readOptions, usage } from './options.js';
import { UsageError } from './usage-error.js';

const INTERRUPTED = 130;
const SAME_KEYSTROKE_MS = 500;

/** Resolves with the exit code. */
async function main(): Promise<number> {
  const abort = new AbortController();
  let askedAt = Number.POSITIVE_INFINITY;
  const end = (): void => {
    // One Ctrl-C may arrive twice: from the terminal, and from npm, which hands it on. A second one ends at once;
    // the children's SIGKILL is sent on exit.
    if (performance.now() - askedAt > SAME_KEYSTROKE_MS) process.exit(INTERRUPTED);
    askedAt = Math.min(askedAt, performance.now());
    abort.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === 'help') {
      console.log(usage);
      return 0;
    }
    const { ok } = await runDemo(options, new Narrator(process.stdout), abort.signal);
    return ok ? 0 : 1;
  } catch (error) {
    if (abort.signal.aborted) return INTERRUPTED;
    console.error(error instanceof UsageError ? `demo: ${error.message}` : error);
    return error instanceof UsageError ? 2 : 1;
  }
}

process.exitCode = await main();
