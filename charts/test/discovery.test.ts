import { expect, test } from 'vitest';
import { environmentOf, find, type Manifest, podSpec, render } from './support/render.js';

const service = 'demo-greeter-server';

/** What a mode comes to. */
function summary(manifests: readonly Manifest[]): object {
  const bff = find(manifests, 'Deployment', 'demo-bff');
  const { labels, annotations } = bff['spec'].template.metadata;
  const environment = environmentOf(bff);
  return {
    target: environment['GREETER_TARGET'],
    policy: JSON.parse(String(environment['GRPC_KIT_POLICY'])),
    services: manifests
      .filter(({ kind, metadata }) => kind === 'Service' && metadata.name.startsWith(service))
      .map(({ metadata, spec }) => `${metadata.name}: ${spec.clusterIP ?? spec.type}`),
    appProtocol: find(manifests, 'Service', service)['spec'].ports[0].appProtocol,
    roles: manifests.filter(({ kind }) => kind === 'Role').map(({ metadata }) => metadata.name),
    token: podSpec(bff).automountServiceAccountToken,
    sidecar: labels['sidecar.istio.io/inject'],
    dataplane: labels['istio.io/dataplane-mode'],
    templates: annotations['inject.istio.io/templates'],
    containers: podSpec(bff).containers.map(({ name }: { name: string }) => name),
  };
}

const clusterIp = `${service}: ClusterIP`;
const plain = {
  policy: {},
  roles: [],
  token: false,
  sidecar: 'false',
  dataplane: 'none',
  templates: undefined,
  containers: ['app'],
};
const h2c = 'kubernetes.io/h2c';

test.each([
  [
    'default',
    {
      ...plain,
      target: `dns:///${service}-headless.apps.svc.cluster.local:50051`,
      services: [clusterIp, `${service}-headless: None`],
      appProtocol: h2c,
    },
  ],
  [
    'k8s',
    {
      ...plain,
      target: `k8s:///${service}.apps:grpc`,
      policy: { discovery: { zone: 'prefer' } },
      services: [clusterIp],
      appProtocol: h2c,
      roles: ['demo-bff'],
      token: true,
    },
  ],
  [
    'xds',
    {
      ...plain,
      target: `xds:///${service}.apps.svc.cluster.local:50051`,
      services: [clusterIp],
      appProtocol: h2c,
      sidecar: 'true',
      templates: 'grpc-agent',
      containers: ['app', 'istio-proxy'],
    },
  ],
  [
    'xds-own',
    { ...plain, target: `xds:///${service}.apps.svc.cluster.local:50051`, services: [clusterIp], appProtocol: h2c },
  ],
  [
    'sidecar',
    {
      ...plain,
      target: `dns:///${service}.apps.svc.cluster.local:50051`,
      policy: { loadBalancing: 'pick_first' },
      services: [clusterIp],
      appProtocol: 'grpc',
      sidecar: 'true',
    },
  ],
  [
    'ambient',
    {
      ...plain,
      target: `dns:///${service}.apps.svc.cluster.local:50051`,
      policy: { loadBalancing: 'pick_first' },
      services: [clusterIp],
      appProtocol: 'grpc',
      dataplane: 'ambient',
    },
  ],
  [
    'dns-ambient',
    {
      ...plain,
      target: `dns:///${service}-headless.apps.svc.cluster.local:50051`,
      services: [clusterIp, `${service}-headless: None`],
      appProtocol: 'grpc',
      dataplane: 'ambient',
    },
  ],
])('%s: target, policy, Services, protocol, rights and labels agree', async (ci, expected) => {
  const manifests = await render({ ci });
  expect(summary(manifests)).toEqual(expected);
});

test('k8s grants what the EndpointSlice watch needs, to the BFF, in its namespace', async () => {
  const manifests = await render({ ci: 'k8s' });
  expect(manifests.filter(({ kind }) => kind.startsWith('ClusterRole'))).toEqual([]);
  expect(find(manifests, 'Role', 'demo-bff')['rules']).toEqual([
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  ]);
  expect(find(manifests, 'RoleBinding', 'demo-bff')).toMatchObject({
    roleRef: { kind: 'Role', name: 'demo-bff' },
    subjects: [{ kind: 'ServiceAccount', name: 'demo-bff', namespace: 'apps' }],
  });
  expect(podSpec(find(manifests, 'Deployment', service)).automountServiceAccountToken).toBe(false);
});

test('headless Services hide pods that are not ready, and show the same pods as the other', async () => {
  const manifests = await render();
  const headless = find(manifests, 'Service', `${service}-headless`)['spec'];
  expect(headless.publishNotReadyAddresses ?? false).toBe(false);
  expect(headless.selector).toEqual(find(manifests, 'Service', service)['spec'].selector);
});

test('names are looked up once, not with every search domain', async () => {
  for (const name of [service, 'demo-bff']) {
    const { dnsConfig } = podSpec(find(await render(), 'Deployment', name));
    expect(dnsConfig.options).toEqual([{ name: 'ndots', value: '2' }]);
    // A target with as many dots as that is not tried with search domains first.
    const [, host = ''] =
      /dns:\/\/\/([^:]+)/.exec(
        String(environmentOf(find(await render(), 'Deployment', 'demo-bff'))['GREETER_TARGET']),
      ) ?? [];
    expect(host.split('.').length - 1).toBeGreaterThanOrEqual(2);
  }
});

test('an ambient Service goes through its waypoint', async () => {
  const { labels } = find(await render({ ci: 'ambient' }), 'Service', service).metadata;
  expect(labels).toMatchObject({ 'istio.io/use-waypoint': 'waypoint' });
});

test('another control plane brings its bootstrap in a ConfigMap', async () => {
  const bff = find(await render({ ci: 'xds-own' }), 'Deployment', 'demo-bff');
  expect(environmentOf(bff)['GRPC_XDS_BOOTSTRAP']).toBe('/etc/xds/bootstrap.json');
  expect(podSpec(bff).volumes).toContainEqual({ name: 'xds', configMap: { name: 'xds-bootstrap' } });
});
