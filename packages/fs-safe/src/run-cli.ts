import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Attempt, Purpose } from './attempt.js';
import { diagnose } from './diagnose.js';
import { printable } from './errors.js';
import { listAttempts } from './list-attempts.js';
import { attemptReport, whereReport } from './report.js';

const synopsis = `usage: fs-safe explain DIR... [--no-probe] [--json]
       fs-safe where --name APP [--purpose tmp|cache|runtime|state]
                     [--dir DIR] [--discover] [--no-probe] [--json]
       fs-safe --version | --help
`;

const usage = `${synopsis}
explain   says whether this process could write to a directory, and if not,
          everything that is in the way
where     says which directory resolveWritableDir would choose, and why not
          the ones before it

Where nothing seems to be in the way, both make a directory and a file and
remove them again; with --no-probe they only look.

exit codes: 0 writable, 1 not writable, 2 wrong usage
`;

/** Where the command writes to; process.stdout and process.stderr will do. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Runs the `fs-safe` command; answers its exit code. */
export async function runCli(args: readonly string[], { stdout, stderr }: Streams): Promise<0 | 1 | 2> {
  const refuse = (message: string) => {
    stderr.write(`fs-safe: ${lines(message)}\n\n${synopsis}`);
    return 2 as const;
  };
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse(error.message);
  }
  const { values, positionals } = parsed;
  const [command, ...dirs] = positionals;
  const probe = values['no-probe'] !== true;
  const print = (value: unknown, text: () => string) =>
    stdout.write(values.json ? `${JSON.stringify(value, undefined, 2)}\n` : lines(text()));

  if (values.help) {
    stdout.write(usage);
    return 0;
  }
  if (values.version) {
    const version = packageVersion();
    print({ name: '@org/fs-safe', version }, () => `${version}\n`);
    return 0;
  }
  const foreign =
    command === 'explain' ? ['name', 'purpose', 'dir', 'discover'].find((key) => key in values) : undefined;
  if (foreign !== undefined) return refuse(`explain has no option --${foreign}`);
  if (command === 'explain') {
    if (dirs.length === 0 || dirs.includes('')) return refuse('explain takes one directory or more');
    const attempts: Attempt[] = [];
    for (const dir of dirs) attempts.push(await diagnose(dir, { probe }));
    print(attempts, () => attempts.map((attempt) => attemptReport(attempt, probe)).join('\n'));
    return attempts.every((attempt) => attempt.ok) ? 0 : 1;
  }
  if (command !== 'where') return refuse(command === undefined ? 'name a command' : `there is no command ${command}`);
  const { name, purpose, dir, discover } = values;
  if (dirs.length > 0 || name === undefined) return refuse('where takes --name APP and no directories');
  let attempts: Attempt[];
  try {
    attempts = listAttempts(
      {
        name,
        ...(purpose !== undefined && { purpose: purpose as Purpose }),
        ...(dir !== undefined && { dir }),
        ...(discover && { discover }),
      },
      probe,
    );
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse(error.message);
  }
  const chosen = attempts.find(({ ok }) => ok);
  print({ path: chosen?.path, source: chosen?.source, attempts }, () => whereReport(chosen, attempts));
  return chosen === undefined ? 1 : 0;
}

/** Names of directories may hold what a terminal would obey. */
function lines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** Of the package that this file is in, whether compiled or as source. */
function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
      json: { type: 'boolean' },
      'no-probe': { type: 'boolean' },
      name: { type: 'string' },
      purpose: { type: 'string' },
      dir: { type: 'string' },
      discover: { type: 'boolean' },
    },
  });
}
