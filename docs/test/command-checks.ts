import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from '../../charts/test/support/tools.js';
import { usage as capsUsage } from '../../packages/caps/src/cli/usage.js';
import { runCli } from '../../packages/fs-safe/src/run-cli.js';
import { USAGE as kitUsage } from '../../packages/grpc-kit/src/cli/usage.js';
import { flagsOf } from './commands.js';
import { root } from './pages.js';

type Words = readonly string[];

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split(
  '\n',
);
const manifests = files
  .filter((file) => /(^|\/)package\.json$/.test(file))
  .map(
    (file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as { name?: string; scripts?: Record<string, string> },
  );
const usages: Readonly<Record<string, string>> = {
  'grpc-kit': kitUsage,
  caps: capsUsage,
  'fs-safe': await fsSafeUsage(),
};
/** What `npx` runs here besides the commands of the packages. */
const INSTALLED = ['vitest', 'tsx', 'tsc', 'knip', 'size-limit', 'changeset', 'node@24'];
const NPM = ['test', 'start', 'install', 'ls', 'dedupe', 'audit'];

/** The words of a command that it would not understand, or that name what does not exist. */
export function wrongWords([program = '', ...words]: Words): Words {
  if (program === 'npm') return words[0] === 'run' ? scriptsMissing('workload-kit', words[1]) : without(NPM, words[0]);
  if (program === 'npx') return wrongForNpx(words.filter((word) => word !== '-y'));
  if (program === 'pnpm') return scriptsMissing(words[words.indexOf('--filter') + 1], words[words.indexOf('run') + 1]);
  if (program === 'kubectl' || program === 'helm') return wrongForTool(program, words);
  return wrongForPackage(program, words);
}

function without(known: Words, word = ''): Words {
  return known.includes(word) ? [] : [word];
}

function scriptsMissing(name = '', script = ''): Words {
  return without(Object.keys(manifests.find((manifest) => manifest.name === name)?.scripts ?? {}), script);
}

function wrongForNpx([first = '', ...words]: Words): Words {
  const program = first.replace(/^@org\//, '');
  if (program in usages) return wrongForPackage(program, words);
  if (program.startsWith('pnpm@')) return [];
  const paths = words.filter((word) => /^[\w@.-]+\/[\w./-]+$/.test(word));
  // vitest takes a part of a path.
  const exists = (path: string) => files.some((file) => (program === 'vitest' ? file.includes(path) : file === path));
  return [...without(INSTALLED, program), ...paths.filter((path) => !exists(path))];
}

function wrongForPackage(program: string, words: Words): Words {
  const usage = usages[program] ?? '';
  const [subcommand = ''] = words.filter((word) => !word.startsWith('-'));
  const known = subcommand === '' || new RegExp(`\\b${program} ${subcommand}\\b`).test(usage);
  return [...(known ? [] : [subcommand]), ...flagsOf(words).filter((flag) => !usage.includes(flag))];
}

/** Asks the real kubectl or helm for the options that it knows. */
function wrongForTool(program: 'kubectl' | 'helm', words: Words): Words {
  const [first = '', second = ''] = words;
  const subcommand = program === 'helm' && first === 'get' ? [first, second] : [first];
  const helps = [[...subcommand, '--help'], ...(program === 'kubectl' ? [['options']] : [])];
  const text = helps.map((args) => execFileSync(tool(program), args, { encoding: 'utf8' })).join('');
  return flagsOf(words).filter((flag) => !text.includes(`${flag}=`) && !text.includes(`${flag} `));
}

async function fsSafeUsage(): Promise<string> {
  let text = '';
  const stream = { write: (part: string) => (text += part) };
  await runCli(['--help'], { stdout: stream, stderr: stream });
  return text;
}
