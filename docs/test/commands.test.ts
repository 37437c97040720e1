import { expect, test } from 'vitest';
import { wrongWords } from './command-checks.js';
import { commandsOf } from './commands.js';
import { pages } from './pages.js';

const told = pages().flatMap((page) =>
  commandsOf(page).map((words) => ({ page: page.path, line: words.join(' '), words })),
);

test.each(told)('$page: $line', ({ words }) => {
  expect(wrongWords(words)).toEqual([]);
});

test('commands that are wrong are found', () => {
  const text = [
    'Try `npm run dmeo`, `npx vitest run packages/none`, `npx vitset`, `caps inspcet`, `grpc-kit check a:1 --tsl`.',
    '```sh\nkubectl debug -it POD --imgae=x -- sh --no-such   # a comment\nhelm upgrade a b --instal\n```',
    '```console\n$ fs-safe explain . --yaml | grep x\noutput\n```',
  ].join('\n');
  expect(commandsOf({ path: 'page.md', text }).flatMap(wrongWords)).toEqual([
    '--imgae',
    '--instal',
    '--yaml',
    'dmeo',
    'packages/none',
    'vitset',
    'inspcet',
    '--tsl',
  ]);
});

test('the pages have commands', () => {
  expect(told.length).toBeGreaterThan(60);
});
