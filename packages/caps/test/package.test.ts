import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const file = (path: string): string => join(import.meta.dirname, '..', path);
const built = existsSync(file('dist/index.js')) && existsSync(file('dist/oci.cjs'));
if (!built) console.warn('SKIPPED: the built package: dist/ is not there, run the build first');

describe.skipIf(!built)('the built package', () => {
  it('depends on nothing', () => {
    const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(
      readFileSync(file('package.json'), 'utf8'),
    );
    expect([dependencies, peerDependencies, optionalDependencies]).toEqual([undefined, undefined, undefined]);
    for (const name of ['index.js', 'index.cjs', 'oci.js', 'oci.cjs', 'cli.js']) {
      const text = readFileSync(file(`dist/${name}`), 'utf8');
      const imported = [...text.matchAll(/(?:from|import|require\()\s*["']([^"']+)["']/g)].map(
        ([, specifier]) => specifier,
      );
      expect(imported.length, name).toBeGreaterThan(0);
      for (const specifier of imported) expect(specifier, name).toMatch(/^node:|^@org\/caps$/);
    }
  });

  it.each(['import', 'require'])('is one package by %s, ./oci included', (way) => {
    const load = (name: string) => (way === 'import' ? `await import('${name}')` : `require('${name}')`);
    const code = `(async () => {
      const { CapsError, decodeMask } = ${load('@org/caps')};
      const { readLayerFileCapabilities } = ${load('@org/caps/oci')};
      async function* noTar() { yield Buffer.alloc(600, 'x'); }
      const error = await readLayerFileCapabilities(noTar()).catch((error) => error);
      console.log(decodeMask('400').names.join(), error instanceof CapsError, error.code);
    })()`;
    const printed = execFileSync(process.execPath, ['-e', code], { cwd: file('test'), encoding: 'utf8' });
    expect(printed).toBe('cap_net_bind_service true ERR_LAYER_INVALID\n');
  });
});
