import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { run } from '../src/cli/run.js';

const page = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8');
const pages = { 'README.md': page('../README.md'), 'docs/caps.md': page('../../../docs/caps.md') };

const snippets = Object.entries(pages).flatMap(([name, text]) =>
  [...text.matchAll(/^```ts\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?/gms)].map(([, code = '', output], i) => ({
    name: `${name} ${i + 1}`,
    code,
    output,
  })),
);

it.each(snippets)('$name runs, and prints what the page says', ({ name, code, output }) => {
  const scratch = mkdtempSync(join(tmpdir(), 'caps-readme-'));
  // Beside the package, so that its name resolves.
  const file = join(import.meta.dirname, `.snippet-${process.pid}-${name.replace(/\W+/g, '-')}.mts`);
  writeFileSync(file, code);
  writeFileSync(join(scratch, 'layer.tar.gz'), gzipSync(Buffer.alloc(1024)));
  try {
    const args = ['--conditions=@org/source', '--import', import.meta.resolve('tsx'), file];
    const printed = execFileSync(process.execPath, args, { cwd: scratch, encoding: 'utf8' });
    if (output !== undefined) expect(printed).toBe(output);
  } finally {
    rmSync(file);
    rmSync(scratch, { recursive: true });
  }
});

const transcripts = Object.entries(pages).flatMap(([name, text]) =>
  [...text.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
    [...block.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, command = '', output = '']) => ({
      name,
      command,
      output: output.trimEnd(),
    })),
  ),
);

it.each(transcripts)('$name: $command', async ({ command, output }) => {
  const args = [...command.replace(/^.*caps /, '').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  let printed = '';
  const write = (text: string) => {
    printed += text;
  };
  const readStdin = async () => page('fixtures/proc/default/self/status');
  await run(args, {
    write,
    writeError: write,
    readStdin,
    version: () => '',
    isTerminal: true,
    colour: false,
    columns: 100,
  });
  expect(printed.trimEnd()).toBe(output);
});

it('has snippets and transcripts to test', () => {
  expect(snippets.filter(({ output }) => output).length).toBeGreaterThan(1);
  expect(transcripts.length).toBeGreaterThan(2);
});

it('explains every error code', () => {
  const union = page('../src/errors.ts').match(/ERR_\w+/g) ?? [];
  const table = [...pages['README.md'].matchAll(/^\| `(ERR_\w+)` +\|/gm)].map(([, code]) => code);
  expect(table).toEqual([...new Set(union)]);
});
