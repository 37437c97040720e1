import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, root } from './pages.js';
import { typeErrors } from './type-check.js';

const context = readFileSync(join(root, 'docs/test/fixtures/snippet-context.ts'), 'utf8');
const known = [...context.matchAll(/export (?:declare (?:const|function) (\w+)|\{ ([^}]*) \})/g)].flatMap(
  ([, one, several]) => one ?? (several ?? '').split(/,\s*/),
);

const snippets = pages().flatMap(({ path, text }) =>
  [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ''], index) => ({
    name: `${path} ${index + 1}`,
    file: join(root, 'packages', owner(path, code), 'test', `${path.replace(/\W+/g, '-')}-${index + 1}.mts`),
    code: withContext(code),
  })),
);

function inGrpcKit(name: string): string {
  return join(root, 'packages/grpc-kit/test', name);
}

/** The package from whose folder everything that the snippet imports can be found. */
function owner(page: string, code: string): string {
  const [, name] = /from '@org\/(fs-safe|caps)/.exec(code) ?? /^packages\/(\w[\w-]*)\//.exec(page) ?? [];
  return name ?? 'grpc-kit';
}

/** Adds an import of what the snippet uses and neither declares nor imports. */
function withContext(code: string): string {
  const own = code.replace(/(['"`])(?:\\.|(?!\1).)*\1/g, "''").replace(/\/\/.*$/gm, '');
  const bound = [
    ...[...own.matchAll(/import (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) => names.split(/,\s*/)),
    ...[...own.matchAll(/\b(?:const|let|using|function|class)\s+(?:\{([^}]*)\}|(\w+))/g)].flatMap(([, names, name]) =>
      name === undefined ? (names ?? '').split(/,\s*/) : [name],
    ),
  ].map((name) => name.trim());
  const needed = known.filter((name) => !bound.includes(name) && new RegExp(`(?<![.\\w])${name}\\b(?!:)`).test(own));
  return needed.length === 0
    ? `${code}\nexport {};\n`
    : `${code}\nimport { ${needed.join(', ')} } from './snippet-context.js';\n`;
}

// docs/xds.md's are run against a control plane, with a definition of their own: packages/grpc-kit/test/xds/docs.test.ts.
const checked = snippets.filter(({ code }) => !code.includes("from './greeter.js'"));
const wrong = {
  file: inGrpcKit('wrong.mts'),
  code: "import { createClientFactory } from '@org/grpc-kit';\ncreateClientFactory({ policy: { deadline: 1 } });\n",
};
const files = [...checked, wrong, { file: inGrpcKit('snippet-context.ts'), code: context }];
const errors = typeErrors(new Map(files.map(({ file, code }) => [file, code])));

test.each(checked)('$name has correct types', ({ file }) => {
  expect(errors.get(file)).toEqual([]);
});

test('a snippet that is wrong is found', () => {
  expect(errors.get(wrong.file)?.[0]).toMatch("'deadline' does not exist");
});

test('the pages have snippets', () => {
  expect(checked.length).toBeGreaterThan(15);
  expect(snippets.length - checked.length).toBe(2);
});
