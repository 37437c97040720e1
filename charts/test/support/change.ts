import { type RenderOptions, template } from './render.js';
import { documentedValues, resolved, type Schema, schemaAt, schemaOf, type ValueFolder } from './values.js';

type Set = Readonly<Record<string, unknown>>;

/** Where most values matter: everything on that goes together with client-side balancing. */
const everything: RenderOptions = {
  ci: 'production',
  set: {
    'global.requireDigest': false,
    'global.tls.enabled': true,
    'global.tls.certManager.enabled': true,
    'global.tls.certManager.issuer.name': 'ca',
    'greeter-server.signingKey.externalSecret.enabled': true,
    'greeter-server.signingKey.externalSecret.store.name': 'vault',
    'greeter-server.signingKey.externalSecret.remoteKey': 'key',
    'greeter-server.autoscaling.eventLoopUtilization.enabled': true,
    'bff.autoscaling.eventLoopUtilization.enabled': true,
    'dashboards.enabled': true,
  },
};

/** Where the others do: the first that fits. */
const places: readonly (readonly [path: RegExp, place: RenderOptions])[] = [
  [/^global\.(discovery|mesh|monitoring\.enabled)$|replicas$|image\.tag$|^tests\.|^greeter-canary$/, {}],
  [/^greeter-server\.enabled$/, { set: { 'bff.enabled': false } }],
  [/serviceAccount\./, { set: { 'bff.serviceAccount.name': 'a', 'greeter-server.serviceAccount.name': 'b' } }],
  [/^global\.tls\.enabled$|\.existingSecret$/, { ci: 'existing-secrets' }],
  [/^global\.tls\.certManager\.enabled$|externalSecret\.enabled$/, { ci: 'secrets' }],
  [/^global\.(waypoint|imageRegistry)$/, { ci: 'ambient' }],
  [/^global\.requireDigest$/, { ci: 'production', set: { 'bff.image.digest': '', 'global.requireDigest': false } }],
  [/^global\.(xds\.|controlPlane\.)/, { ci: 'xds-own' }],
  [/^global\.networkPolicy\.kubernetesApi\./, { ci: 'k8s' }],
  [/^grpcRoute\./, { ci: 'sidecar' }],
  [/service\.nodePort$/, { ci: 'extras' }],
  [/^(alerts|dashboards)\./, { ci: 'observability' }],
];

/** Without which CRD a renderMode makes a difference. */
const noCrds: RenderOptions = { ...everything, apis: [] };
const renderAnyway: Set = Object.fromEntries(
  ['bff.httpRoute', 'greeter-server.signingKey.externalSecret', 'global.tls.certManager', 'global.monitoring'].map(
    (path) => [`${path}.renderMode`, 'alwaysRender'],
  ),
);

/** A value that the schema takes and that differs from the default, for what no rule finds. */
const samples: Readonly<Record<string, unknown>> = {
  'image.digest': `sha256:${'3'.repeat(64)}`,
  'global.networkPolicy.kubernetesApi.cidr': '10.0.0.0/8',
  'global.imagePullSecrets': [{ name: 'other' }],
  'alerts.runbookUrl': 'https://example.com/runbook',
  'autoscaling.eventLoopUtilization.target': '500m',
  extraVolumes: [{ name: 'more', emptyDir: { sizeLimit: '1Mi' } }],
  extraVolumeMounts: [{ name: 'tmp', mountPath: '/var/tmp' }],
  extraObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more' } }],
  'networkPolicy.extraEgress': [{ ports: [{ protocol: 'TCP', port: 1 }] }],
  'httpRoute.hostnames': ['other.example.com'],
  tolerations: [{ operator: 'Exists' }],
  affinity: { podAffinity: {} },
  policy: { deadlineMs: 1 },
  'greeter-canary': { enabled: true },
  'serviceAccount.name': 'other',
  'dns.to': [{ podSelector: {} }],
  'dns.ports': [5353],
  'kubernetesApi.ports': [8443],
};

/** A new value that changes the rendering or is refused there for a reason of its own; undefined when there is none. */
export async function effectiveChange(folder: ValueFolder, path: string): Promise<unknown> {
  const full = folder === 'umbrella' ? path : `${folder}.${path}`;
  const place = placeOf(full);
  const before = await template(place);
  for (const value of otherValues(folder, path)) {
    const after = await template({ ...place, set: { ...place.set, [full]: value } }).catch(
      (error: Error) => error.message,
    );
    if (after !== before && !/meet the specifications/.test(after)) return { value };
  }
  return undefined;
}

function placeOf(path: string): RenderOptions {
  if (path === 'grpcRoute.renderMode') return { ci: 'sidecar', apis: [], set: { [path]: 'alwaysRender' } };
  if (path.endsWith('renderMode')) return { ...noCrds, set: { ...everything.set, ...renderAnyway } };
  return places.find(([pattern]) => pattern.test(path))?.[1] ?? everything;
}

function otherValues(folder: ValueFolder, path: string): unknown[] {
  const root = schemaOf(folder);
  const fallback = documentedValues(folder).find((value) => value.path === path)?.fallback;
  const sample = Object.entries(samples).find(([suffix]) => path === suffix || path.endsWith(`.${suffix}`));
  return sample ? [sample[1]] : candidates(root, schemaAt(root, path), fallback);
}

function candidates(root: Schema, schema: Schema, fallback: unknown): unknown[] {
  if (schema.enum) return [...schema.enum];
  if (schema.anyOf) return schema.anyOf.flatMap((each) => candidates(root, resolved(root, each), fallback));
  switch (typeof fallback) {
    case 'boolean':
      return [true, false];
    case 'number':
      return [fallback + 1, fallback / 2, 30_100];
    case 'string':
      return ['other', '77m', '7m', '48Mi', '2'];
    default:
      return Array.isArray(fallback) ? [[{ podSelector: { matchLabels: { a: 'b' } } }]] : [{ extra: 'yes' }];
  }
}
