import type { Panel, Row } from './panels.js';

const WIDTH = 6;
const HEIGHT = 8;
const COLUMNS = 24 / WIDTH;
const PROMETHEUS = { type: 'prometheus', uid: '$datasource' } as const;

/** A dashboard of Grafana (schema 39: version 11 and later) with variables for data source, namespace and pod. */
export function grafanaDashboard(title: string, uid: string, rows: readonly Row[]): object {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({
      type: 'row',
      id: panels.length + 1,
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y: y++, w: 24, h: 1 },
      panels: [],
    });
    for (const [index, panel] of row.panels.entries()) {
      const gridPos = {
        x: (index % COLUMNS) * WIDTH,
        y: y + Math.floor(index / COLUMNS) * HEIGHT,
        w: WIDTH,
        h: HEIGHT,
      };
      panels.push({ id: panels.length + 1, gridPos, ...timeSeries(panel) });
    }
    y += Math.ceil(row.panels.length / COLUMNS) * HEIGHT;
  }
  return {
    uid,
    title,
    tags: ['grpc'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    timezone: 'browser',
    graphTooltip: 1,
    templating: { list: variables() },
    panels,
  };
}

function timeSeries({ title, unit, description, queries }: Panel): object {
  return {
    type: 'timeseries',
    title,
    description,
    datasource: PROMETHEUS,
    fieldConfig: { defaults: { unit, min: 0, custom: { fillOpacity: 10, showPoints: 'never' } }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: queries.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: PROMETHEUS,
      expr,
      legendFormat,
    })),
  };
}

function variables(): object[] {
  const choice = (name: string, query: string): object => ({
    type: 'query',
    name,
    datasource: PROMETHEUS,
    query: { query, refId: name },
    definition: query,
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
  });
  const series = '{__name__=~"grpc_(server_call|client_attempt)_started_total"';
  return [
    { type: 'datasource', name: 'datasource', query: 'prometheus', current: {} },
    choice('namespace', `label_values(${series}}, namespace)`),
    choice('pod', `label_values(${series},namespace=~"$namespace"}, pod)`),
  ];
}
