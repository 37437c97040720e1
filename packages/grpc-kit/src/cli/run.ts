import { GrpcKitError } from '../errors.js';
import { parseCommand } from './check-options.js';
import { checkTarget } from './check-target.js';
import { reportText } from './report-text.js';
import { USAGE, UsageError } from './usage.js';

/** Where a command line writes to. */
export interface CliOutput {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/** Runs a command line; resolves with the exit code. */
export async function run(args: readonly string[], { write, writeError }: CliOutput): Promise<0 | 1 | 2> {
  try {
    const command = parseCommand(args);
    if (command.help) {
      write(USAGE);
      return 0;
    }
    const report = await checkTarget(command.check);
    write(command.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
    return report.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof GrpcKitError)) throw error;
    writeError(`grpc-kit: ${error.message}\n${error instanceof UsageError ? `\n${USAGE}` : ''}`);
    return 2;
  }
}
