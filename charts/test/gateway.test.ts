import { describe, expect, test } from 'vitest';
import { customKinds, find, type Manifest, type RenderOptions, render, template } from './support/render.js';

test('the canary is a second, complete server with a Service of its own', async () => {
  const manifests = await render({ ci: 'sidecar' });
  const stable = find(manifests, 'Deployment', 'demo-greeter-server');
  const canary = find(manifests, 'Deployment', 'demo-greeter-canary');
  expect(canary['spec'].replicas).toBe(1);
  expect(canary['spec'].template.spec.containers[0].image).toBe('greeter-server:0.2.0');
  expect(canary['spec'].selector).not.toEqual(stable['spec'].selector);
  expect(find(manifests, 'Service', 'demo-greeter-canary')['spec'].selector).toEqual(
    canary['spec'].selector.matchLabels,
  );
});

test('the GRPCRoute hangs at the ClusterIP Service that clients call, and its weights make 100', async () => {
  for (const weight of [0, 10, 100]) {
    const manifests = await render({ ci: 'sidecar', set: { 'grpcRoute.canaryWeight': weight } });
    const { parentRefs, rules } = find(manifests, 'GRPCRoute', 'demo-greeter-split')['spec'];
    expect(parentRefs).toEqual([{ group: '', kind: 'Service', name: 'demo-greeter-server', port: 50051 }]);
    expect(find(manifests, 'Service', parentRefs[0].name)['spec'].clusterIP).not.toBe('None');
    expect(rules.at(-1).backendRefs).toEqual([
      { name: 'demo-greeter-server', port: 50051, weight: 100 - weight },
      { name: 'demo-greeter-canary', port: 50051, weight },
    ]);
  }
});

test('a header leads to the canary past the weights', async () => {
  const { rules } = find(await render({ ci: 'sidecar' }), 'GRPCRoute', 'demo-greeter-split')['spec'];
  expect(rules[0]).toEqual({
    matches: [{ headers: [{ name: 'x-canary', value: 'true' }] }],
    backendRefs: [{ name: 'demo-greeter-canary', port: 50051 }],
  });
});

test('the HTTPRoute leads from a Gateway to the BFF, and keeps metrics and health inside', async () => {
  const { parentRefs, hostnames, rules } = find(await render({ ci: 'production' }), 'HTTPRoute', 'demo-bff')['spec'];
  expect(parentRefs).toEqual([{ name: 'public', namespace: 'gateway', sectionName: 'https' }]);
  expect(hostnames).toEqual(['greeter.example.com']);
  expect(rules[0].matches.map(({ path }: Manifest) => path.value)).toEqual(['/metrics', '/livez', '/readyz']);
  expect(rules[0].backendRefs).toBeUndefined();
  expect(rules[1].backendRefs).toEqual([{ name: 'demo-bff', port: 80 }]);
});

describe.each([
  { kind: 'GRPCRoute', ci: 'sidecar', path: 'grpcRoute' },
  { kind: 'HTTPRoute', ci: 'production', path: 'bff.httpRoute' },
  { kind: 'ExternalSecret', ci: 'secrets', path: 'greeter-server.signingKey.externalSecret' },
  { kind: 'Certificate', ci: 'secrets', path: 'global.tls.certManager' },
  { kind: 'ServiceMonitor', ci: 'observability', path: 'global.monitoring' },
  { kind: 'PrometheusRule', ci: 'observability', path: 'global.monitoring' },
])('$kind', ({ kind, ci, path }) => {
  const others = customKinds.filter((api) => !api.endsWith(`/${kind}`));

  async function rendered(renderMode: string, options: RenderOptions = {}): Promise<boolean> {
    const manifests = await render({ ci, set: { [`${path}.renderMode`]: renderMode }, ...options });
    return manifests.some((each) => each.kind === kind);
  }

  test('is rendered where the CRD is known, whatever the mode', async () => {
    for (const mode of ['skipIfMissing', 'failIfMissing', 'alwaysRender']) expect(await rendered(mode)).toBe(true);
  });

  test('is skipped, refused or rendered where it is not', async () => {
    expect(await rendered('skipIfMissing', { apis: others })).toBe(false);
    expect(await rendered('alwaysRender', { apis: others })).toBe(true);
    const refused = template({ ci, set: { [`${path}.renderMode`]: 'failIfMissing' }, apis: others });
    await expect(refused).rejects.toThrow(`${path}.renderMode: the cluster does not know`);
  });
});
