import type { Attempt } from './attempt.js';
import { phrase } from './explanation.js';

/** What a terminal of the usual width shows on one line. */
const width = 80;

/** One place as `fs-safe explain` shows it; without `probed`, nothing was tried. */
export function attemptReport({ path, ok, blockers, remedy }: Attempt, probed: boolean): string {
  if (ok) return probed ? `${path}: writable\n` : `${path}: nothing speaks against it (not tried)\n`;
  const kindWidth = Math.max(...blockers.map(({ kind }) => kind.length));
  return [
    `${path}: not writable`,
    ...blockers.map((blocker, index) =>
      wrap(phrase(blocker), `  ${index + 1}. ${blocker.kind.padEnd(kindWidth)}  `, ' '.repeat(kindWidth + 7)),
    ),
    ...(remedy === undefined ? [] : ['', 'To fix it:', wrap(remedy.text, '  ', '  ')]),
    ...section('Kubernetes', remedy?.kubernetes),
    ...section('Dockerfile', remedy?.dockerfile),
    ...section('systemd', remedy?.systemd),
    '',
  ].join('\n');
}

/** The chosen place and those that were passed over, as `fs-safe where` shows them. */
export function whereReport(chosen: Attempt | undefined, attempts: readonly Attempt[]): string {
  const passed = attempts
    .filter(({ ok }) => !ok)
    .map(({ source, message }) => `${wrap(message, `  passed over: ${source}: `, '    ')}\n`);
  return [chosen === undefined ? 'nowhere\n' : `${chosen.path} (${chosen.source})\n`, ...passed].join('');
}

function section(title: string, text: string | undefined): string[] {
  return text === undefined ? [] : ['', `${title}:`, text.trimEnd().replace(/^/gm, '  ')];
}

/** Breaks at spaces; a word that is longer than a line, as a path may be, stays whole. */
function wrap(text: string, first: string, later: string): string {
  const result: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      result.push(line);
      line = later;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...result, line].join('\n');
}
