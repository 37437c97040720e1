import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './pages.js';
import { contextTypes, type Snippet, snippets } from './snippets.js';
import { typeErrors } from './type-check.js';

function inGrpcKit(name: string): string {
  return join(root, 'packages/grpc-kit/test', name);
}

/** The package from whose folder everything that the snippet imports can be found. */
function owner({ page, code }: Snippet): string {
  const [, name] = /from '@org\/(fs-safe|caps)/.exec(code) ?? /^packages\/(\w[\w-]*)\//.exec(page) ?? [];
  return name ?? 'grpc-kit';
}

const all = snippets().map((snippet) => ({
  ...snippet,
  file: join(root, 'packages', owner(snippet), 'test', `${snippet.name.replace(/\W+/g, '-')}.mts`),
}));
// docs/xds.md's are run against a control plane, with a definition of their own: packages/grpc-kit/test/xds/docs.test.ts.
const checked = all.filter(({ code }) => !code.includes("from './greeter.js'"));
const wrong = {
  file: inGrpcKit('wrong.mts'),
  whole: "import { createClientFactory } from '@org/grpc-kit';\ncreateClientFactory({ policy: { deadline: 1 } });\n",
};
const files = [...checked, wrong, { file: inGrpcKit('snippet-context.ts'), whole: contextTypes }];
const errors = typeErrors(new Map(files.map(({ file, whole }) => [file, whole])));

test.each(checked)('$name has correct types', ({ file }) => {
  expect(errors.get(file)).toEqual([]);
});

test('a snippet that is wrong is found', () => {
  expect(errors.get(wrong.file)?.[0]).toMatch("'deadline' does not exist");
});

test('the pages have snippets', () => {
  expect(checked.length).toBeGreaterThan(15);
  expect(all.length - checked.length).toBe(2);
});
