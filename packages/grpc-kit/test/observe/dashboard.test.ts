import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROWS } from '../../src/observe/dashboard/panels.js';
import { DASHBOARD_FILE, dashboardText } from '../../src/observe/dashboard/write-dashboard.js';
import { CLIENT_METRICS, SERVER_METRICS } from '../../src/observe/metrics/index.js';

const metrics = [...Object.values(CLIENT_METRICS), ...Object.values(SERVER_METRICS)];
const queries = ROWS.flatMap((row) => row.panels).flatMap((panel) => panel.queries);

test('the dashboard in the chart is the generated one', () => {
  expect(readFileSync(DASHBOARD_FILE, 'utf8'), 'run: pnpm --filter @org/grpc-kit run gen:dashboard').toBe(
    dashboardText(),
  );
});

test('it asks for series and labels that there are, and leaves no metric of the kit out', () => {
  const series = metrics.flatMap(({ name, type }) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
  );
  const asked = queries.flatMap(([expression]) => expression.match(/\bgrpc_\w+(?=\{)/g) ?? []);
  expect(asked.filter((name) => !series.includes(name))).toEqual([]);
  const unused = metrics.filter(({ name }) => !asked.some((one) => one.startsWith(name))).map(({ name }) => name);
  expect(unused).toEqual([CLIENT_METRICS.attemptSent.name, CLIENT_METRICS.attemptReceived.name]);

  for (const [expression, legend] of queries) {
    const known = new Set(['le', 'pod', 'namespace', ...metrics.flatMap((metric) => metric.labels)]);
    const labels = [...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', '));
    expect(labels.filter((label) => !known.has(label))).toEqual([]);
    for (const [, label = ''] of legend.matchAll(/\{\{(\w+)\}\}/g)) expect(labels).toContain(label);
  }
});

test('panels neither overlap nor leave the grid', () => {
  const { panels } = JSON.parse(dashboardText()) as {
    panels: { id: number; gridPos: Record<'x' | 'y' | 'w' | 'h', number> }[];
  };
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(Math.max(...cells.map((cell) => Number(cell.split(',')[0])))).toBe(23);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});
