import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLIENT_METRICS, SERVER_METRICS } from '../../src/observe/metrics/index.js';

const page = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');

test('docs/metrics.md lists every metric of the catalogue as it is', () => {
  const rows = [...Object.values(SERVER_METRICS), ...Object.values(CLIENT_METRICS)].map(
    ({ name, type, labels, help }) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
  );
  const [, table] = /<!-- metrics:.*?-->\n([\s\S]*?)\n<!-- \/metrics -->/.exec(page) ?? [];
  expect(table?.split('\n')).toEqual(['| name | type | labels | |', '|---|---|---|---|', ...rows]);
});
