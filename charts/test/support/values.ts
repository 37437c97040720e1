import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { chart } from './tools.js';

/** One value of a chart: where it is, what it is by default, and what the comment above it says. */
export interface Value {
  /** Keys from the root of that chart's values, joined by dots. */
  readonly path: string;
  readonly fallback: unknown;
  readonly about: string;
}

/** A JSON schema, as far as the charts' schemas go. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The charts with values of their own, by the folder below charts/example. */
export const valueFolders = { umbrella: '.', 'greeter-server': 'charts/greeter-server', bff: 'charts/bff' } as const;
export type ValueFolder = keyof typeof valueFolders;

/** Every value with a comment above it; what is below such a key belongs to it. */
export function documentedValues(folder: ValueFolder): Value[] {
  const text = readFileSync(join(chart, valueFolders[folder], 'values.yaml'), 'utf8');
  const tree: unknown = parse(text);
  const values: Value[] = [];
  const keys: string[] = [];
  let about = '';
  for (const line of text.split('\n')) {
    const [, comment] = /^ *# (.*)$/.exec(line) ?? [];
    const [, indent = '', key] = /^( *)([-\w]+):/.exec(line) ?? [];
    if (key !== undefined) {
      keys.splice(indent.length / 2, Number.POSITIVE_INFINITY, key);
      if (about) values.push({ path: keys.join('.'), fallback: at(tree, keys), about });
    }
    about = comment === undefined ? '' : `${about} ${comment}`.trim();
  }
  return values;
}

/** Every leaf of the values, whether or not it is documented. */
export function leafPaths(folder: ValueFolder): string[] {
  const tree: unknown = parse(readFileSync(join(chart, valueFolders[folder], 'values.yaml'), 'utf8'));
  const walk = (value: unknown, path: string): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([key, child]) => walk(child, path ? `${path}.${key}` : key))
      : [path];
  return walk(tree, '');
}

export function schemaOf(folder: ValueFolder): Schema {
  return JSON.parse(readFileSync(join(chart, valueFolders[folder], 'values.schema.json'), 'utf8')) as Schema;
}

/** The schema of one value, references followed. @throws Error when there is none. */
export function schemaAt(root: Schema, path: string): Schema {
  return path.split('.').reduce((schema, key) => {
    const child = schema.properties?.[key];
    if (!child) throw new Error(`the schema has no ${path}`);
    return resolved(root, child);
  }, root);
}

export function resolved(root: Schema, schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : { ...schema, ...root.$defs?.[name] };
}

/** The type of a value in words. */
export function typeName(schema: Schema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeName))].join(' or ');
  const sample = schema.const ?? schema.enum?.[0];
  const type = schema.type ?? (typeof sample === 'number' ? 'integer' : typeof sample);
  const words: Readonly<Record<string, string>> = { object: 'map', array: 'list' };
  return [type]
    .flat()
    .map((each) => words[each] ?? each)
    .join(' or ');
}

function at(tree: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], tree);
}
