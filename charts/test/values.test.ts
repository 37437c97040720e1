import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { effectiveChange } from './support/change.js';
import { readme, withTables } from './support/readme.js';
import { chart } from './support/tools.js';
import {
  documentedValues,
  leafPaths,
  resolved,
  type Schema,
  schemaOf,
  type ValueFolder,
  valueFolders,
} from './support/values.js';

const folders = Object.keys(valueFolders) as ValueFolder[];

function isWithin(path: string, parents: readonly string[]): boolean {
  return parents.some((parent) => path === parent || path.startsWith(`${parent}.`));
}

describe.each(folders)('%s', (folder) => {
  const documented = documentedValues(folder).map(({ path }) => path);

  test('every value has a comment that says what it is', () => {
    expect(leafPaths(folder).filter((path) => !isWithin(path, documented))).toEqual([]);
  });

  test('the schema knows these values and no others', () => {
    const root = schemaOf(folder);
    const walk = (schema: Schema, path: string): string[] =>
      documented.includes(path) || !schema.properties
        ? [path]
        : Object.entries(schema.properties).flatMap(([key, child]) =>
            walk(resolved(root, child), path ? `${path}.${key}` : key),
          );
    const inSchema = walk(root, '').filter((path) => !(folder !== 'umbrella' && path === 'global'));
    expect(inSchema.sort()).toEqual(inSchema.filter((path) => isWithin(path, documented)).sort());
    expect(documented.filter((path) => !inSchema.includes(path))).toEqual([]);
  });

  test('every template value is documented', () => {
    const known = [...documented, ...documentedValues('umbrella').map(({ path }) => path)];
    const folderOfTemplates = join(chart, valueFolders[folder], 'templates');
    const library = folder === 'umbrella' ? [] : templatesIn(join(chart, 'charts/hardened/templates'));
    for (const [file, text] of [...templatesIn(folderOfTemplates), ...library]) {
      for (const [, path = ''] of text.matchAll(/\.Values\.([\w.]+)/g)) {
        const isKnown = known.some((each) => isWithin(path, [each]) || each.startsWith(`${path}.`));
        expect(isKnown, `${file} reads ${path}`).toBe(true);
      }
    }
  });
});

const own = folders.flatMap((folder) =>
  documentedValues(folder)
    .map(({ path }) => path)
    // Placeholders of the subcharts, and the library, which has no values.
    .filter((path) => folder !== 'umbrella' || !['greeter-server', 'bff', 'hardened'].includes(path))
    .map((path) => ({ folder, path })),
);

test.each(own)('$folder: $path changes what is rendered', async ({ folder, path }) => {
  expect(await effectiveChange(folder, path)).toBeTruthy();
});

test('the README’s tables are those of the values; `pnpm --filter @org/charts run readme` writes them', () => {
  const text = readFileSync(readme, 'utf8');
  expect(text).toBe(withTables(text));
  for (const folder of folders) expect(text).toContain(`<!-- values ${folder} -->`);
});

test('definitions that the schemas share are the same', () => {
  const [first, second] = [schemaOf('greeter-server'), schemaOf('bff')];
  for (const [name, definition] of Object.entries(first.$defs ?? {})) {
    const other = second.$defs?.[name];
    if (other) expect(other).toEqual(definition);
  }
});

function templatesIn(folder: string): [file: string, text: string][] {
  return readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
}
