import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Format } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { built, type PackedProject, packedProject } from './packed-project.js';

const root = join(import.meta.dirname, '../../..');
if (!built) console.warn('SKIPPED: the newcomer: dist/ is not there, run `npm run build` first');

/** The first example of a README, as it stands there. */
function firstExample(name: string): string {
  const text = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8');
  return /^```ts\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? '';
}

/** The same for a CommonJS file, which has no top-level await: the imports stay, the rest moves into a function. */
function inFunction(code: string): string {
  const imports = code.match(/^import .*$/gm) ?? [];
  return `${imports.join('\n')}\n(async () => {\n${code.replace(/^import .*$/gm, '')}\n})();\n`;
}

describe.skipIf(!built)('a newcomer who pastes the first example of a README', () => {
  let project: PackedProject;

  beforeAll(() => {
    project = packedProject();
    project.link('@grpc/grpc-js');
  });
  afterAll(() => project?.remove());

  /** Compiles as a user's build does; only the example's proto is bundled, since it is no published package. */
  async function run(code: string, format: Format): Promise<string> {
    const extension = format === 'esm' ? 'mjs' : 'cjs';
    project.write('example.ts', format === 'esm' ? code : inFunction(code));
    await build({
      absWorkingDir: project.folder,
      entryPoints: ['example.ts'],
      outfile: join(project.folder, `example.${extension}`),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format,
      logLevel: 'silent',
      alias: { '@org/example-proto': join(root, 'examples/proto/src/index.ts') },
      external: ['@org/caps', '@org/fs-safe', '@org/grpc-kit', '@grpc/grpc-js'],
    });
    return project.run(`example.${extension}`);
  }

  it.each(['esm', 'cjs'] as const)('@org/caps, %s', async (format) => {
    expect(await run(firstExample('caps'), format)).toContain('cap_net_raw');
  });

  it.each(['esm', 'cjs'] as const)('@org/fs-safe, %s', async (format) => {
    expect(await run(firstExample('fs-safe'), format)).toMatch(/^preferred \[/);
  });

  it.each(['esm', 'cjs'] as const)('@org/grpc-kit, %s, with a server on this machine', async (format) => {
    const example = firstExample('grpc-kit');
    const served = example
      .replace(/^await using clients/m, `${SERVER}$&`)
      .replace(/'dns:[^']*'/, 'target')
      .concat('void server.close({ drainDelayMs: 0 });\n');
    expect(await run(`import { createServer } from '@org/grpc-kit/server';\n${served}`, format)).toBe(
      'Hello, Ada\n1\n',
    );
  });
});

const SERVER = `const server = createServer();
server.addService(GreeterService, {
  sayHello: async ({ request }) => ({ message: 'Hello, ' + request.name }),
  watch: async function* () { for (;;) yield { greetings: 1 }; },
});
const target = 'static:///127.0.0.1:' + (await server.listen('127.0.0.1:0'));
`;
