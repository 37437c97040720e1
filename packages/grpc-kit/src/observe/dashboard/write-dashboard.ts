import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { grafanaDashboard } from './grafana-dashboard.js';
import { ROWS } from './panels.js';

/** Where the chart looks for it. */
export const DASHBOARD_FILE: string = fileURLToPath(
  new URL('../../../../../charts/example/dashboards/grpc-kit.json', import.meta.url),
);

/** The dashboard as it is written: `npm run gen:dashboard -w packages/grpc-kit`. */
export function dashboardText(): string {
  return `${JSON.stringify(grafanaDashboard('gRPC', 'grpc-kit', ROWS), null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DASHBOARD_FILE, dashboardText());
