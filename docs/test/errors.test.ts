import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');

/** All TypeScript of a package that ships. */
function sources(name: string): string {
  return readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(root, 'packages', name, 'src', file), 'utf8'))
    .join('\n');
}

function codesOf(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, code = '']) => code))].sort();
}

test.each(['grpc-kit', 'fs-safe', 'caps'])('docs/errors.md lists the codes of @org/%s, and no other', (name) => {
  const [, section = ''] = page.split(new RegExp(`^## @org/${name}$`, 'm'));
  const documented = codesOf(section.split(/^## /m)[0] ?? '', /^\| `(ERR_\w+)` +\|/gm);
  const declared = codesOf(readFileSync(join(root, 'packages', name, 'src/errors.ts'), 'utf8'), /'(ERR_\w+)'/g);
  expect(documented).toEqual(declared);
});

test.each(['grpc-kit', 'fs-safe', 'caps'])('every code of @org/%s is used', (name) => {
  const text = sources(name);
  const declared = codesOf(readFileSync(join(root, 'packages', name, 'src/errors.ts'), 'utf8'), /'(ERR_\w+)'/g);
  // Once where it is declared, and once where it is thrown.
  const unused = declared.filter((code) => text.split(`'${code}'`).length < 3 && code !== 'ERR_NO_WRITABLE_DIR');
  expect(unused).toEqual([]);
});

test('every row says what the code means and what to do', () => {
  for (const row of page.match(/^\| `ERR_.*$/gm) ?? []) {
    expect(row.split(' | ').filter((cell) => cell.replace(/[|\s]/g, '').length > 5).length, row).toBe(3);
  }
});
