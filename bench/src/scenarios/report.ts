import type { Outcome } from './scenario.js';
import type { SubjectName } from './subjects/subject.js';

export interface Result {
  readonly number: number;
  readonly title: string;
  readonly goal: string;
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

const HEADINGS: Record<SubjectName, string> = { kit: '@org/grpc-kit', plain: 'grpc-js round_robin', nice: 'nice-grpc' };

/** One row per scenario, one column per subject; a goal that was reached is set in bold. */
export function markdownTable(results: readonly Result[], subjects: readonly SubjectName[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [
    row(['#', 'scenario', 'goal', ...subjects.map((subject) => HEADINGS[subject])]),
    row(['---', '---', '---', ...subjects.map(() => '---')]),
    ...results.map(({ number, title, goal, outcomes }) =>
      row([String(number), title, goal, ...subjects.map((subject) => cell(outcomes[subject]))]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function cell(outcome: Outcome | undefined): string {
  if (!outcome) return '–';
  return outcome.reached ? `**${outcome.seen}**` : outcome.seen;
}
