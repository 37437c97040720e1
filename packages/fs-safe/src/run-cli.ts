import { parseArgs } from 'node:util';
import type { Attempt, Purpose } from './attempt.js';
import { diagnose } from './diagnose.js';
import { printable } from './errors.js';
import { phrase } from './explanation.js';
import { survey } from './survey.js';

const usage = `usage: fs-safe explain DIR... [--json]
       fs-safe where --name APP [--purpose tmp|cache|runtime|state] [--dir DIR] [--discover] [--json]

explain   says whether this process could write to a directory, and if not, everything that is in the way
where     says which directory resolveWritableDir would choose, and why not the ones before it

Neither makes anything.

exit codes: 0 writable, 1 not writable, 2 wrong usage
`;

/** Where the command writes to; process.stdout and process.stderr will do. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Runs the `fs-safe` command; answers its exit code. */
export async function runCli(args: readonly string[], { stdout, stderr }: Streams): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = parse(args);
    const [command, ...dirs] = positionals;
    if (values.help) {
      stdout.write(usage);
      return 0;
    }
    const print = (value: unknown, text: () => string) =>
      stdout.write(values.json ? `${JSON.stringify(value, undefined, 2)}\n` : lines(text()));
    if (command === 'explain' && dirs.length > 0) {
      const attempts = await Promise.all(dirs.map((dir) => diagnose(dir)));
      print(attempts, () => attempts.map(report).join('\n'));
      return attempts.every((attempt) => attempt.ok) ? 0 : 1;
    }
    if (command === 'where' && dirs.length === 0 && values.name !== undefined) {
      const { name, purpose, dir, discover } = values;
      const attempts = survey({
        name,
        ...(purpose !== undefined && { purpose: purpose as Purpose }),
        ...(dir !== undefined && { dir }),
        ...(discover && { discover }),
      });
      const chosen = attempts.find(({ ok }) => ok);
      print({ path: chosen?.path, source: chosen?.source, attempts }, () => whereReport(chosen, attempts));
      return chosen === undefined ? 1 : 0;
    }
    stderr.write(usage);
    return 2;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    stderr.write(`fs-safe: ${lines(error.message)}\n\n${usage}`);
    return 2;
  }
}

/** Names of directories may hold what a terminal would obey. */
function lines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
      name: { type: 'string' },
      purpose: { type: 'string' },
      dir: { type: 'string' },
      discover: { type: 'boolean' },
    },
  });
}

function report({ path, ok, blockers, remedy }: Attempt): string {
  if (ok) return `${path}: writable\n`;
  const width = Math.max(...blockers.map(({ kind }) => kind.length));
  return [
    `${path}: not writable`,
    ...blockers.map((blocker, index) => `  ${index + 1}. ${blocker.kind.padEnd(width)}  ${phrase(blocker)}`),
    ...section('To fix it', remedy?.text),
    ...section('Kubernetes', remedy?.kubernetes),
    ...section('Dockerfile', remedy?.dockerfile),
    ...section('systemd', remedy?.systemd),
    '',
  ].join('\n');
}

function section(title: string, text: string | undefined): string[] {
  return text === undefined ? [] : ['', `${title}:`, text.trimEnd().replace(/^/gm, '  ')];
}

function whereReport(chosen: Attempt | undefined, attempts: readonly Attempt[]): string {
  const passed = attempts
    .filter(({ ok }) => !ok)
    .map(({ source, message }) => `  passed over: ${source}: ${message}\n`);
  return [chosen === undefined ? 'nowhere\n' : `${chosen.path} (${chosen.source})\n`, ...passed].join('');
}
