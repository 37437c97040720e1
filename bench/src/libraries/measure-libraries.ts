import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the benches of the other two packages say. */
export interface LibraryFigures {
  /** Of `@org/caps`: thousand calls at a time, so that a figure in ms reads as µs per call. */
  readonly decoding: readonly { readonly group: string; readonly name: string; readonly medianMs: number }[];
  /** Of `@org/caps`: the slowest megabytes of hostile input, as its program prints them. */
  readonly megabytes: string;
  /** Of `@org/fs-safe`: what resolving costs beside a bare mkdtemp, as its program prints it. */
  readonly resolving: string;
}

/** Runs the benches of `@org/caps` and `@org/fs-safe` themselves. */
export async function measureLibraries(): Promise<LibraryFigures> {
  return {
    decoding: await decoding(),
    megabytes: await program('--conditions=@org/source', 'packages/caps/bench/megabyte.ts'),
    resolving: await program('packages/fs-safe/bench/multiples.ts'),
  };
}

async function program(...what: readonly string[]): Promise<string> {
  const args = ['--import', 'tsx', ...what];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  return stdout.trimEnd();
}

interface VitestReport {
  readonly files: readonly {
    readonly groups: readonly {
      readonly fullName: string;
      readonly benchmarks: readonly { readonly name: string; readonly median: number }[];
    }[];
  }[];
}

async function decoding(): Promise<LibraryFigures['decoding']> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const output = join(folder, 'report.json');
  try {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'bench', '--run', '--project', 'unit', 'packages/caps/bench', '--outputJson', output];
    await run(process.execPath, args, { cwd: root });
    const { files } = JSON.parse(await readFile(output, 'utf8')) as VitestReport;
    return files.flatMap(({ groups }) =>
      groups.flatMap(({ fullName, benchmarks }) =>
        benchmarks.map(({ name, median }) => ({
          group: fullName.split(' > ').at(-1)?.replace(', 1000 times', '') ?? fullName,
          name,
          medianMs: median,
        })),
      ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function libraryTables({ decoding, megabytes, resolving }: LibraryFigures): string {
  return [
    '`@org/caps`, medians:',
    '',
    '| what | how | µs |',
    '|---|---|---|',
    ...decoding.map(({ group, name, medianMs }) => `| ${group} | ${name} | ${medianMs.toFixed(3)} |`),
    '',
    'The slowest of its parsers on a megabyte of hostile input:',
    '',
    '```text',
    megabytes,
    '```',
    '',
    '`@org/fs-safe`, medians beside a bare `mkdtemp` and `rmdir`:',
    '',
    '```text',
    resolving,
    '```',
  ].join('\n');
}
