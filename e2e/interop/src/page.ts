import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CASES } from './programs.js';
import type { Result, Section } from './suites/check.js';

const page = fileURLToPath(new URL('../../../docs/interop.md', import.meta.url));
const MARK = '<!-- written by npm run e2e:interop -->\n';

/** Writes what a run showed below the mark in docs/interop.md. */
export function writePage(sections: readonly Section[], engine: string): void {
  const [intro = ''] = readFileSync(page, 'utf8').split(MARK);
  const date = new Date().toISOString().slice(0, 10);
  const run = `One run, ${date}, Node ${process.versions.node}, engine \`${engine}\`.\n`;
  writeFileSync(page, `${intro}${MARK}\n${run}\n${sections.map(sectionText).join('\n')}`);
}

function sectionText({ title, results }: Section): string {
  const matrix = results.some(({ name }) => name.endsWith(`: ${CASES[0]}`));
  return `## ${title}\n\n${matrix ? matrixOf(results) : listOf(results)}`;
}

function listOf(results: readonly Result[]): string {
  const rows = results.map((result) => `| ${result.name} | ${outcome(result)} | ${cell(detail(result))} |`);
  return `| | | |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/** Cases down, pairs across. */
function matrixOf(results: readonly Result[]): string {
  const pairs = [...new Set(results.map(({ name }) => name.split(': ')[0] ?? ''))];
  const at = (pair: string, name: string) => results.find((result) => result.name === `${pair}: ${name}`);
  const rows = CASES.map((name) => {
    const cells = pairs.map((pair) => outcome(at(pair, name) ?? { name, failed: 'missing' }));
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return `| client → server | ${pairs.join(' | ')} |\n|---|${pairs.map(() => '---|').join('')}\n${rows.join('\n')}\n`;
}

function outcome({ skipped, failed }: Result): string {
  if (skipped) return 'skipped';
  return failed === undefined ? 'yes' : '**no**';
}

function detail({ skipped, failed, seen }: Result): string {
  return failed ?? skipped ?? seen ?? '';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
