import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, withoutCode } from './anchors.js';
import { pages, root } from './pages.js';

/** Targets of links and images; addresses of other sites are left out. */
function linksOf(markdown: string): readonly string[] {
  const text = withoutCode(markdown).replace(/`[^`\n]*`/g, '');
  const targets = [
    ...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g),
    ...text.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm),
    ...text.matchAll(/\b(?:src|href)="([^"]+)"/g),
  ].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z][a-z+.-]*:/i.test(target));
}

/** Why a link leads nowhere; undefined when it leads somewhere. */
function broken(from: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? from : join(dirname(from), decodeURIComponent(path));
  if (!existsSync(join(root, file))) return `${file} does not exist`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  const anchors = anchorsOf(readFileSync(join(root, file), 'utf8'));
  return anchors.has(anchor) ? undefined : `${file} has no heading for #${anchor}`;
}

test.each(pages())('the links of $path lead somewhere', ({ path, text }) => {
  const failures = linksOf(text).flatMap((link) => {
    const why = broken(path, link);
    return why === undefined ? [] : [`${link}: ${why}`];
  });
  expect(failures).toEqual([]);
});

test('broken links are found', () => {
  expect(linksOf('[a](b.md#c) `[no](x)` ![i](d.svg "t")\n```\n[no](y)\n```\n[site](https://e.org)')).toEqual([
    'b.md#c',
    'd.svg',
  ]);
  expect(broken('docs/errors.md', 'nowhere.md')).toMatch('does not exist');
  expect(broken('docs/errors.md', '#nothing')).toMatch('no heading');
  expect(broken('docs/errors.md', '#orgcaps')).toBeUndefined();
});

test('every page of docs/ is in its index', () => {
  const index = linksOf(readFileSync(join(root, 'docs/README.md'), 'utf8'));
  const missing = pages()
    .map(({ path }) => path)
    .filter((path) => /^docs\/[^/]+\.md$/.test(path) && path !== 'docs/README.md')
    .filter((path) => !index.includes(path.replace('docs/', '')));
  expect(missing).toEqual([]);
});
