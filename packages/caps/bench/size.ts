// What an import of the built package adds to a bundle, minified and compressed by brotli:
//   npx tsx packages/caps/bench/size.ts
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

const imports = {
  decodeMask: ['decodeMask'],
  'decodeMask, explainCapability, diffCapabilities': ['decodeMask', 'explainCapability', 'diffCapabilities'],
  'parseCapText, formatCapText': ['parseCapText', 'formatCapText'],
  'readProcess, predictExec': ['readProcess', 'predictExec'],
  assertPosture: ['assertPosture'],
  everything: ['*'],
};

for (const [title, names] of Object.entries(imports)) {
  const exported = names.includes('*') ? '*' : `{ ${names.join(', ')} }`;
  const { outputFiles } = await build({
    stdin: {
      contents: `export ${exported} from '@org/caps'`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    write: false,
  });
  const bytes = brotliCompressSync(outputFiles[0]?.contents ?? new Uint8Array()).length;
  console.log(`${title.padEnd(48)} ${(bytes / 1000).toFixed(1).padStart(5)} kB`);
}
