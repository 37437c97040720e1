import type { Page } from './pages.js';

const PROGRAMS = /^(?:npm|npx|pnpm|kubectl|helm|grpc-kit|fs-safe|caps) /;

/** The commands of a page, in words: its shell blocks, and code in its sentences that begins with a known program. */
export function commandsOf({ text }: Page): readonly (readonly string[])[] {
  const blocks = [...text.matchAll(/^```(sh|console)\n([\s\S]*?)^```$/gm)].flatMap(([, kind, block = '']) =>
    block
      .replace(/\\\n/g, '')
      .split('\n')
      .map((line) => (kind === 'sh' ? line : (/^\$ (.*)/.exec(line)?.[1] ?? ''))),
  );
  const prose = text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '');
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
  return [...blocks, ...spans]
    .flatMap((line) => line.replace(/\s#\s.*$/, '').split(/ \| | && /))
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .map((line) => line.replace(/^(?:[A-Z_]+=\S+ )+/, ''))
    .filter((line) => PROGRAMS.test(line))
    .map((line) => line.split(' '));
}

/** The long options of a command, up to the `--` behind which another begins. */
export function flagsOf(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end))
    .filter((word) => /^--\w/.test(word))
    .map((word) => word.replace(/=.*/, ''));
}
