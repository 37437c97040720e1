import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './pages.js';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The options of an interface, and the number that the doc comment of each gives as its default. */
function optionsOf(source: string, name: string): ReadonlyMap<string, string | undefined> {
  const [, body = ''] = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(source) ?? [];
  const options = body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)\??:/g);
  return new Map(
    [...options].map(([, comment = '', option = '']) => [
      option,
      /Default:? (\d+(?:,\d+)*(?: MiB)?)/.exec(comment)?.[1],
    ]),
  );
}

test.each([
  ['docs/server.md', 'packages/grpc-kit/src/server/server-options.ts', 'ServerOptions'],
  ['docs/filesystem.md', 'packages/fs-safe/src/atomic-write.ts', 'WriteFileAtomicOptions'],
  ['docs/secrets.md', 'packages/fs-safe/src/mounted.ts', 'OpenMountedOptions'],
  ['packages/fs-safe/README.md', 'packages/fs-safe/src/options.ts', 'ResolveOptions'],
])('%s has a row for every option of %s, with its default', (page, source, name) => {
  const rows = read(page)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const options = optionsOf(read(source), name);
  expect(options.size).toBeGreaterThan(3);
  for (const [option, fallback] of options) {
    const row = rows.find((line) => line.split('|')[1]?.includes(`\`${option}\``));
    expect(row, option).toBeDefined();
    if (fallback !== undefined) expect(row, option).toContain(fallback);
  }
});
