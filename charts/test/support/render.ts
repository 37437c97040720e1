import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { chart, helm } from './tools.js';

/** Any Kubernetes object, as far as tests look into it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: manifests are data that the validators check, not the type checker
  readonly [field: string]: any;
}

export interface RenderOptions {
  /** Values over the chart's own, as --set-json takes them: path → value. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Name of a file in ci/, without -values.yaml. */
  readonly ci?: string;
  readonly release?: string;
  /** `group/version/Kind` that the cluster is said to know. Default: every CRD that the chart can use. */
  readonly apis?: readonly string[];
  /** Render although the schema may refuse. */
  readonly skipSchema?: boolean;
}

/** Every kind of custom resource that the chart may render. */
export const customKinds: readonly string[] = [
  'cert-manager.io/v1/Certificate',
  'external-secrets.io/v1/ExternalSecret',
  'gateway.networking.k8s.io/v1/GRPCRoute',
  'gateway.networking.k8s.io/v1/HTTPRoute',
  'monitoring.coreos.com/v1/PodMonitor',
  'monitoring.coreos.com/v1/PrometheusRule',
  'monitoring.coreos.com/v1/ServiceMonitor',
];

/** The modes that have a value set in ci/. */
export const modes: readonly string[] = readdirSync(join(chart, 'ci')).map((file) => file.replace('-values.yaml', ''));

/** Arguments of helm that say what RenderOptions say. */
export function valueArguments({ ci, set = {} }: RenderOptions): string[] {
  return [
    ...(ci ? ['--values', join(chart, 'ci', `${ci}-values.yaml`)] : []),
    ...Object.entries(set).flatMap(([path, value]) =>
      value === null ? ['--set', `${path}=null`] : ['--set-json', `${path}=${JSON.stringify(value)}`],
    ),
  ];
}

const printed = new Map<string, Promise<string>>();

/** What helm template prints, asked once for the same options. @throws Error with helm's message. */
export function template(options: RenderOptions = {}): Promise<string> {
  const key = JSON.stringify(options);
  const known = printed.get(key) ?? helmTemplate(options);
  printed.set(key, known);
  return known;
}

async function helmTemplate(options: RenderOptions): Promise<string> {
  const apis = (options.apis ?? customKinds).flatMap((api) => ['--api-versions', api]);
  const args = ['template', options.release ?? 'demo', chart, '--namespace', 'apps', ...apis];
  if (options.skipSchema) args.push('--skip-schema-validation');
  const { code, stdout, stderr } = await helm(...args, ...valueArguments(options));
  if (code !== 0) throw new Error(stderr.trim());
  return stdout;
}

/** The rendered objects. Duplicate keys, which helm lets pass, are an error here. */
export async function render(options: RenderOptions = {}): Promise<Manifest[]> {
  return parseManifests(await template(options));
}

/** @throws Error on anything that strict YAML refuses, duplicate keys above all. */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text, { version: '1.1', uniqueKeys: true, merge: false }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'));
    const value = document.toJS() as Manifest | null;
    return value === null ? [] : [value];
  });
}

/** The one object of that kind and name. @throws Error that lists what there is. */
export function find(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.filter((each) => each.kind === kind && each.metadata.name === name);
  if (found.length === 1 && found[0]) return found[0];
  const there = manifests.map((each) => `${each.kind}/${each.metadata.name}`).join(', ');
  throw new Error(`${found.length} objects ${kind}/${name} among ${there}`);
}

/** Variables of the container `app`, values and sources alike. */
export function environmentOf(workload: Manifest): Record<string, unknown> {
  const [container] = podSpec(workload).containers;
  return Object.fromEntries(
    container.env.map((each: { name: string; value?: string; valueFrom?: unknown }) => [
      each.name,
      each.value ?? each.valueFrom,
    ]),
  );
}

/** The pod spec of a Pod or of whatever makes pods; undefined for the rest. */
export function podSpec(manifest: Manifest): Manifest['spec'] {
  return manifest.kind === 'Pod' ? manifest['spec'] : manifest['spec']?.template?.spec;
}
