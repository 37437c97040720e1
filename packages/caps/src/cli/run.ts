import { parseArgs } from 'node:util';
import { CapsError } from '@org/caps';
import { decode, explain, file, text } from './decode.js';
import { inspect } from './inspect.js';
import { status } from './status.js';
import { printable, type Terminal } from './terminal.js';
import { UsageError, usage } from './usage.js';

/** What a command line reads from and writes to. */
export interface CliContext extends Terminal {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly readStdin: () => Promise<string>;
  readonly version: () => string;
}

const options = {
  json: { type: 'boolean', default: false },
  suggest: { type: 'boolean', default: false },
  require: { type: 'string' },
  pid: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
  version: { type: 'boolean', default: false },
} as const;

type Option = keyof typeof options;

/** The options of each command, besides --help and --version. */
const optionsOf: Readonly<Record<string, readonly Option[]>> = {
  decode: ['json'],
  explain: ['json'],
  text: ['json'],
  file: ['json'],
  status: ['json', 'pid'],
  inspect: ['json', 'suggest', 'require', 'pid'],
};

/** Runs a command line; resolves with the exit code. */
export async function run(args: readonly string[], context: CliContext): Promise<0 | 1 | 2> {
  try {
    const { text, complaint } = await command(args, context);
    context.write(text);
    if (complaint === undefined) return 0;
    context.writeError(`caps: ${complaint}\n`);
    return 1;
  } catch (error) {
    if (error instanceof UsageError) context.writeError(`caps: ${printable(error.message)}\n\n${usage}`);
    else if (error instanceof CapsError) context.writeError(`caps: ${printable(error.message)}\n`);
    else throw error;
    return 2;
  }
}

async function command(args: readonly string[], context: CliContext): Promise<{ text: string; complaint?: string }> {
  const { values, positionals, given } = parse(args);
  const [name, ...rest] = positionals;
  if (values.help || name === 'help') return { text: usage };
  if (values.version) return { text: `${context.version()}\n` };
  if (name !== undefined) checkOptions(name, given);
  switch (name) {
    case 'decode':
      return { text: decode(rest, values.json, context) };
    case 'explain':
      return { text: explain(rest, values.json, context) };
    case 'text':
      return { text: text(rest, values.json, context) };
    case 'file':
      return { text: file(rest, values.json, context) };
    case 'status':
      return { text: await status(pidArguments(rest, values.pid), values.json, context, context.readStdin) };
    case 'inspect': {
      if (rest.length > 0)
        throw new UsageError(`inspect takes no ${JSON.stringify(rest[0])}; another process is --pid PID`);
      const { json, suggest } = values;
      const asked = { json, suggest, require: level(values.require), pid: pidOf(values.pid ?? 'self') };
      const { text, met } = inspect(asked, context);
      return met ? { text } : { text, complaint: `${values.require} is not met` };
    }
    case undefined:
      throw new UsageError('which command?');
    default:
      throw new UsageError(`unknown command ${JSON.stringify(name)}`);
  }
}

/** An option that a command does not have must not be taken for one that it obeys. */
function checkOptions(command: string, given: readonly Option[]): void {
  const own = optionsOf[command];
  const foreign = own && given.find((option) => !own.includes(option));
  if (foreign === undefined) return;
  const takers = Object.keys(optionsOf).filter((other) => optionsOf[other]?.includes(foreign));
  throw new UsageError(`${command} has no --${foreign}; it is an option of ${takers.join(', ')}`);
}

/** `caps status --pid 1` is `caps status 1`. */
function pidArguments(args: readonly string[], pid: string | undefined): readonly string[] {
  if (pid === undefined) return args;
  if (args.length > 0) throw new UsageError(`status takes one process, but was given ${args[0]} and --pid ${pid}`);
  return [pid];
}

function parse(args: readonly string[]) {
  // A mask or text may begin with a dash; only what looks like an option is one.
  const dashed = args.map((arg) => (/^-[^-h]/.test(arg) ? `\0${arg}` : arg));
  try {
    const { values, positionals, tokens } = parseArgs({ args: dashed, options, allowPositionals: true, tokens: true });
    const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name as Option] : []));
    return { values, positionals: positionals.map((arg) => arg.replace(/^\0/, '')), given };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function level(text: string | undefined): 'baseline' | 'restricted' | undefined {
  if (text === undefined || text === 'baseline' || text === 'restricted') return text;
  throw new UsageError(`--require ${JSON.stringify(text)}: expected baseline or restricted`);
}

function pidOf(text: string): number | 'self' {
  if (text === 'self' || /^[1-9]\d{0,9}$/.test(text)) return text === 'self' ? text : Number(text);
  throw new UsageError(`--pid ${JSON.stringify(text)}: expected a number or self`);
}
