import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages, root } from './pages.js';

/** A TypeScript block of a page. */
export interface Snippet {
  /** The page and the block's place in it, from 1. */
  readonly name: string;
  readonly page: string;
  /** The code as it stands there. */
  readonly code: string;
  /** The code, importing what a reader knows without being told. */
  readonly whole: string;
  /** What the page says it prints, when a text block follows. */
  readonly output: string | undefined;
}

/** What the pages' snippets take for granted, as types. */
export const contextTypes: string = readFileSync(join(root, 'docs/test/fixtures/snippet-context.ts'), 'utf8');

const known = [...contextTypes.matchAll(/export (?:declare (?:const|function) (\w+)|\{ ([^}]*) \})/g)].flatMap(
  ([, one, several]) => one ?? (several ?? '').split(/,\s*/),
);

/** Every TypeScript block of every page. */
export function snippets(): readonly Snippet[] {
  return pages().flatMap(({ path, text }) =>
    [...text.matchAll(/^```ts\n([\s\S]*?)^```$(?:\n\n^```text\n([\s\S]*?)^```$)?/gm)].map(
      ([, code = '', output], index) => ({
        name: `${path} ${index + 1}`,
        page: path,
        code,
        whole: withContext(code),
        output,
      }),
    ),
  );
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
