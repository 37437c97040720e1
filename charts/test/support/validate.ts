import type { Manifest } from './render.js';

interface Model {
  readonly prototype: { validate(this: unknown): void };
}

/** Packages of the groups that are not Kubernetes' own. */
const PACKAGES: Readonly<Record<string, string>> = {
  'cert-manager.io': '@kubernetes-models/cert-manager',
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

/**
 * What an API server would refuse: wrong types, missing and unknown fields, wrong words. Checked against the OpenAPI
 * models of Kubernetes and of the operators whose resources the chart renders, offline.
 */
export async function violations(manifest: Manifest): Promise<string[]> {
  const model = await modelOf(manifest);
  const reads = new Map<string, Reads>();
  const name = `${manifest.kind}/${manifest.metadata.name}`;
  const problems: string[] = [];
  try {
    model.prototype.validate.call(watched(manifest, '', reads));
  } catch (error) {
    problems.push(`${name}: ${(error as Error).message}`);
  }
  return [
    ...problems,
    ...[...reads].flatMap(([path, read]) => unknownFields(read).map((key) => `${name}: unknown field ${path}/${key}`)),
  ];
}

async function modelOf({ apiVersion, kind }: Manifest): Promise<Model> {
  const path = `${apiVersion}/${kind}`;
  const [group = ''] = apiVersion.split('/');
  try {
    return (await import(`${PACKAGES[group] ?? 'kubernetes-models'}/${path}`))[kind];
  } catch (cause) {
    throw new Error(`no schema for ${path}`, { cause });
  }
}

/** Which keys of one object its schema asked for. */
interface Reads {
  readonly value: object;
  readonly keys: Set<string>;
  /** The schema went through all keys: a map, where every key is good. */
  all: boolean;
}

/**
 * The models are compiled to code that lets unknown fields pass, but reads every field that it knows: a proxy sees
 * which those are. Objects of which nothing is read have no schema.
 */
function watched(value: unknown, path: string, reads: Map<string, Reads>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const read: Reads = { value, keys: new Set(), all: Array.isArray(value) };
  reads.set(path, read);
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === 'string') read.keys.add(key);
      const child = Reflect.get(target, key);
      return typeof child === 'function' ? child : watched(child, `${path}/${String(key)}`, reads);
    },
    ownKeys(target) {
      read.all = true;
      return Reflect.ownKeys(target);
    },
  });
}

function unknownFields({ value, keys, all }: Reads): string[] {
  return all || keys.size === 0 ? [] : Object.keys(value).filter((key) => !keys.has(key));
}
