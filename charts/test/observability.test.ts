import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CLIENT_METRICS, SERVER_METRICS } from '../../packages/grpc-kit/src/observe/metrics/catalogue.js';
import { find, type Manifest, render } from './support/render.js';
import { chart, charts } from './support/tools.js';

test.each([
  ['ServiceMonitor', 'observability', 'endpoints'],
  ['PodMonitor', 'production', 'podMetricsEndpoints'],
])('a %s scrapes each component once', async (kind, ci, endpoints) => {
  const manifests = await render({ ci });
  const monitors = manifests.filter((each) => each.kind === kind);
  expect(monitors.map(({ metadata }) => metadata.name)).toEqual(['demo-bff', 'demo-greeter-server']);
  for (const { metadata, spec } of monitors) {
    expect(spec[endpoints]).toEqual([{ port: 'http', path: '/metrics', interval: '15s' }]);
    const [app] = find(manifests, 'Deployment', metadata.name)['spec'].template.spec.containers;
    expect(app.ports.map(({ name }: Manifest['metadata']) => name)).toContain('http');
    // The headless Service bears the same labels; scraped through it, every pod would count twice.
    const scraped = manifests.filter(
      ({ kind: each, metadata: { labels }, spec: service }) =>
        each === 'Service' &&
        labels?.['app.kubernetes.io/name'] === spec.selector.matchLabels['app.kubernetes.io/name'] &&
        service.ports.some(({ name }: Manifest['metadata']) => name === 'http'),
    );
    expect(scraped).toHaveLength(1);
  }
});

test('monitors and rules bear the labels that Prometheus selects by', async () => {
  const manifests = await render({ ci: 'observability' });
  for (const each of manifests.filter(({ apiVersion }) => apiVersion === 'monitoring.coreos.com/v1')) {
    expect(each.metadata.labels).toMatchObject({ release: 'kube-prometheus-stack' });
  }
});

test('every alert says what happened, how grave it is, and leads to a section that is there', async () => {
  const { groups } = find(await render({ ci: 'observability' }), 'PrometheusRule', 'demo-alerts')['spec'];
  const page = readFileSync(join(charts, '..', 'docs', 'kubernetes.md'), 'utf8');
  const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
  expect(groups[0].rules.length).toBeGreaterThanOrEqual(6);
  for (const { alert, expr, labels, annotations } of groups[0].rules) {
    expect(['warning', 'critical']).toContain(labels.severity);
    expect(annotations.summary).toBeTruthy();
    expect(annotations.runbook_url).toBe(
      `https://github.com/org/workload-kit/blob/main/docs/kubernetes.md#${alert.toLowerCase()}`,
    );
    expect(anchors).toContain(alert.toLowerCase());
    // Another release in the same cluster must not raise the alarm of this one.
    expect(
      expr.match(/\{[^{}]*\}/g).every((selector: string) => /^\{namespace="apps", pod=~"demo-/.test(selector)),
    ).toBe(true);
  }
});

test('alerts ask for metrics and labels that there are', async () => {
  const { groups } = find(await render({ ci: 'observability' }), 'PrometheusRule', 'demo-alerts')['spec'];
  const metrics = [...Object.values(CLIENT_METRICS), ...Object.values(SERVER_METRICS)];
  for (const { expr } of groups[0].rules) {
    for (const [, series = '', selector = ''] of expr.matchAll(/\b(grpc_\w+)(\{[^}]*\})/g)) {
      const metric = metrics.find(({ name, type }) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_count`].includes(series) : name === series,
      );
      expect(metric, series).toBeDefined();
      for (const [, label = ''] of selector.matchAll(/(\w+)=/g)) {
        expect(['namespace', 'pod', ...(metric?.labels ?? [])]).toContain(label);
      }
    }
    expect(expr).toMatch(/\bgrpc_\w+\{/);
  }
});

test('each dashboard is a ConfigMap, as it is, for Grafana to find', async () => {
  const files = readdirSync(join(chart, 'dashboards')).filter((file) => file.endsWith('.json'));
  const manifests = await render({ ci: 'observability' });
  const maps = manifests.filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.['grafana_dashboard'] === '1',
  );
  expect(files).toContain('grpc-kit.json');
  expect(maps).toHaveLength(files.length);
  for (const file of files) {
    const map = find(manifests, 'ConfigMap', `demo-dashboard-${file.replace('.json', '')}`);
    expect(map.metadata.annotations).toEqual({ grafana_folder: 'gRPC' });
    expect(JSON.parse(map['data'][file])).toEqual(JSON.parse(readFileSync(join(chart, 'dashboards', file), 'utf8')));
  }
});
