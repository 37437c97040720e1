import { until } from '@org/testing';
import { expect, test } from 'vitest';
import { serviceRegistry } from './service-metrics.js';

test('tells how busy the event loop was since the last scrape', async () => {
  const registry = serviceRegistry();
  const utilization = async (): Promise<number> =>
    Number(/^nodejs_eventloop_utilization (\S+)$/m.exec(await registry.metrics())?.[1]);
  await utilization();
  const busyUntil = performance.now() + 50;
  while (performance.now() < busyUntil);
  expect(await utilization()).toBeGreaterThan(0.5);
  await until('an idle loop', async () => (await utilization()) < 0.5);
});
