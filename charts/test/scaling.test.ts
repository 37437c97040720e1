import { expect, test } from 'vitest';
import { find, render } from './support/render.js';

test('without autoscaling the chart says how many pods there are', async () => {
  const manifests = await render();
  expect(manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')).toEqual([]);
  expect(find(manifests, 'Deployment', 'demo-greeter-server')['spec'].replicas).toBe(3);
});

test('with autoscaling nobody else does: an upgrade must not undo what it found', async () => {
  const manifests = await render({ ci: 'autoscaling' });
  for (const name of ['demo-greeter-server', 'demo-bff']) {
    expect(find(manifests, 'Deployment', name)['spec']).not.toHaveProperty('replicas');
    expect(find(manifests, 'HorizontalPodAutoscaler', name)['spec'].scaleTargetRef).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name,
    });
  }
});

test('it measures the CPU of the app alone, which has a request to measure against', async () => {
  const manifests = await render({ ci: 'autoscaling' });
  const [cpu] = find(manifests, 'HorizontalPodAutoscaler', 'demo-bff')['spec'].metrics;
  expect(cpu).toEqual({
    type: 'ContainerResource',
    containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 60 } },
  });
  const [app] = find(manifests, 'Deployment', 'demo-bff')['spec'].template.spec.containers;
  expect(app).toMatchObject({ name: 'app', resources: { requests: { cpu: '100m' } } });
});

test('event-loop utilisation is a second metric on request', async () => {
  const { spec } = find(await render({ ci: 'autoscaling' }), 'HorizontalPodAutoscaler', 'demo-greeter-server');
  expect(spec.metrics[1]).toEqual({
    type: 'Pods',
    pods: {
      metric: { name: 'nodejs_eventloop_utilization' },
      target: { type: 'AverageValue', averageValue: '700m' },
    },
  });
});

test('it is quick to add and slow to take away', async () => {
  const { behavior } = find(await render({ ci: 'autoscaling' }), 'HorizontalPodAutoscaler', 'demo-bff')['spec'];
  expect(behavior.scaleUp).toMatchObject({ stabilizationWindowSeconds: 0, selectPolicy: 'Max' });
  expect(behavior.scaleDown).toEqual({
    stabilizationWindowSeconds: 300,
    policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
  });
});
