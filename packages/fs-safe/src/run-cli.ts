import { parseArgs } from 'node:util';
import type { Attempt, Purpose } from './attempt.js';
import { diagnose } from './diagnose.js';
import { NoWritableDirError } from './errors.js';
import { phrase } from './explanation.js';
import { resolveWritableDir } from './resolve.js';

const usage = `usage: fs-safe explain DIR... [--json]
       fs-safe where --name APP [--purpose tmp|cache|runtime|state] [--dir DIR] [--discover] [--json]

explain   says whether this process could write to a directory, and if not, everything that is in the way
where     says which directory resolveWritableDir would choose

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
      stdout.write(values.json ? `${JSON.stringify(value, undefined, 2)}\n` : text());
    if (command === 'explain' && dirs.length > 0) {
      const attempts = await Promise.all(dirs.map((dir) => diagnose(dir)));
      print(attempts, () => attempts.map(report).join('\n'));
      return attempts.every((attempt) => attempt.ok) ? 0 : 1;
    }
    if (command === 'where' && dirs.length === 0 && values.name !== undefined) {
      const answer = await whereFor(values.name, values);
      print(answer, () => whereReport(answer));
      return answer.path === undefined ? 1 : 0;
    }
    stderr.write(usage);
    return 2;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    stderr.write(`fs-safe: ${error.message}\n\n${usage}`);
    return 2;
  }
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

interface Answer {
  /** The candidate that was chosen; a private directory would be made in it. */
  readonly path?: string;
  readonly source?: string;
  readonly memoryBacked?: boolean;
  readonly persistent?: boolean | 'unknown';
  readonly freeBytes?: number;
  readonly attempts: readonly Attempt[];
  readonly warnings: readonly { readonly message: string }[];
}

async function whereFor(name: string, values: ReturnType<typeof parse>['values']): Promise<Answer> {
  try {
    await using dir = await resolveWritableDir({
      name,
      ...(values.purpose !== undefined && { purpose: values.purpose as Purpose }),
      ...(values.dir !== undefined && { dir: values.dir }),
      ...(values.discover && { discover: true }),
      sweepOlderThanMs: Number.POSITIVE_INFINITY,
    });
    const { source, memoryBacked, persistent, attempts, warnings } = dir;
    const { freeBytes } = await dir.space();
    return { path: attempts.at(-1)?.path ?? dir.path, source, memoryBacked, persistent, freeBytes, attempts, warnings };
  } catch (error) {
    if (!(error instanceof NoWritableDirError)) throw error;
    return { attempts: error.attempts, warnings: [] };
  }
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

function whereReport({ path, source, memoryBacked, persistent, freeBytes, attempts, warnings }: Answer): string {
  const passed = attempts
    .filter(({ ok }) => !ok)
    .map((attempt) => `  passed over: ${attempt.source}: ${attempt.message}\n`);
  const chosen =
    path === undefined
      ? 'no writable directory\n'
      : `${path} (${source}, ${freeBytes} bytes free, ${memoryBacked ? 'in memory' : 'on disk'}, persistent: ${persistent})\n`;
  return [chosen, ...passed, ...warnings.map(({ message }) => `  warning: ${message}\n`)].join('');
}
