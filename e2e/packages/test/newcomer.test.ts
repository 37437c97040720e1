import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { built, type PackedProject, packages, packedProject } from './packed-project.js';

const root = join(import.meta.dirname, '../../..');
if (!built) console.warn('SKIPPED: the newcomer: dist/ is not there, run `npm run build` first');

/** What the first example of each README prints. */
const printed = {
  caps: /^true 14 cap_net_raw\ncap_net_raw\nSniffs and forges packets, ARP and DNS too\.\n$/,
  'fs-safe': /^preferred \[/,
  'grpc-kit': /^Hello, Ada\n$/,
};

/** The first example of a README, as it stands there. */
function firstExample(name: string): string {
  const text = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8');
  return /^```ts\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? '';
}

/** The same as a CommonJS file, which has no top-level await: `import` becomes `require`, the rest moves into a function. */
function asCommonJs(code: string): string {
  const imports = code.match(/^import .*$/gm) ?? [];
  const rest = code.replace(/^import .*$/gm, '');
  return transformSync(`${imports.join('\n')}\n(async () => {\n${rest}\n})();\n`, { format: 'cjs' }).code;
}

describe.skipIf(!built)('a newcomer who pastes the first example of a README', () => {
  let project: PackedProject;

  beforeAll(() => {
    project = packedProject();
    project.link('@grpc/grpc-js');
  });
  afterAll(() => project?.remove());

  it.each(packages)('@org/%s, as an ES module, unchanged', (name) => {
    project.write('example.mjs', firstExample(name));
    expect(project.run('example.mjs')).toMatch(printed[name]);
  });

  it.each(packages)('@org/%s, as CommonJS', (name) => {
    const code = asCommonJs(firstExample(name));
    expect(code).toContain(`require("@org/${name}")`);
    project.write('example.cjs', code);
    expect(project.run('example.cjs')).toMatch(printed[name]);
  });

  it.each([
    ['caps', 'decode 3000', /cap_net_admin/],
    ['fs-safe', 'where --name newcomer', /^\/.* \(\w+\)\n$/],
    ['grpc-kit', '--help', /grpc-kit check TARGET/],
  ])('the command %s %s', (command, args, output) => {
    expect(project.command(command, args.split(' '))).toMatch(output);
  });
});
