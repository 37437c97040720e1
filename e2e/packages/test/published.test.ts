import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { built, entries, type PackedProject, packages, packedProject } from './packed-project.js';

const root = join(import.meta.dirname, '../../..');
if (!built) console.warn('SKIPPED: the packed packages: dist/ is not there, run `npm run build` first');

/** The entries that wrap an optional peer, and so need it; all others do without. */
const peerOf: Readonly<Record<string, string>> = {
  '@org/grpc-kit/logging': 'pino',
  '@org/grpc-kit/protobuf-es': '@bufbuild/protobuf',
  '@org/grpc-kit/tracing': '@opentelemetry/api',
};
const withoutOptionalPeers = entries.filter((entry) => !(entry in peerOf));

describe.skipIf(!built)('the packed packages, installed into an empty project', () => {
  let project: PackedProject;

  beforeAll(() => {
    project = packedProject();
    project.link('@grpc/grpc-js');
    project.link('@types/node', '.');
  });
  afterAll(() => project?.remove());

  it.each(packages)('@org/%s holds what its manifest leads to, its sources and nothing else', (name) => {
    const files = project.contents.get(`@org/${name}`) ?? [];
    const folder = join(project.folder, 'node_modules/@org', name);
    const { exports, bin, main, types } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const named = JSON.stringify([exports, bin, main, types]).match(/(?<=\.\/)dist\/[\w./-]+/g) ?? [];
    expect(named.length).toBeGreaterThan(4);
    const sources = readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/\.(test|bench)\.ts$/.test(path))
      .map((path) => `src/${path}`);
    const expected = ['LICENSE', 'README.md', 'package.json', ...reachableFrom(named, folder), ...sources];
    expect(files).toEqual(expected.sort());
  });

  it.each(withoutOptionalPeers)('%s loads by import and by require, without optional peers', (entry) => {
    project.write('import.mjs', `console.log(Object.keys(await import('${entry}')).length > 0)`);
    project.write('require.cjs', `console.log(Object.keys(require('${entry}')).length > 0)`);
    expect(project.run('import.mjs') + project.run('require.cjs')).toBe('true\ntrue\n');
  });

  it.each(Object.entries(peerOf))('%s names its peer %s when that is not there', (entry, peer) => {
    project.write('import.mjs', `await import('${entry}').catch((error) => console.log(error.code, error.message))`);
    project.write(
      'require.cjs',
      `try { require('${entry}') } catch (error) { console.log(error.code, error.message) }`,
    );
    expect(project.run('import.mjs')).toMatch(new RegExp(`^ERR_MODULE_NOT_FOUND .*'${peer}'`));
    expect(project.run('require.cjs')).toMatch(new RegExp(`^MODULE_NOT_FOUND .*'${peer}'`));
  });

  /** What the program prints as a module, and as CommonJS. */
  function inBothFormats(code: Loading): string[] {
    project.write(
      'import.mjs',
      code((name) => `(await import('${name}'))`),
    );
    project.write(
      'require.cjs',
      code((name) => `require('${name}')`),
    );
    return [project.run('import.mjs'), project.run('require.cjs')];
  }

  it('./xds says what is missing only when it is used', () => {
    const code: Loading = (load) => `(async () => {
      const { controlPlane, loadXds } = ${load('@org/grpc-kit/xds')};
      const error = await loadXds({ bootstrap: controlPlane({ serverUri: '127.0.0.1:1' }) }).catch((error) => error);
      console.log(error.code);
    })()`;
    expect(inBothFormats(code)).toEqual(Array(2).fill('ERR_PEER_MISSING\n'));
  });

  it('have one error class for all subpaths, in each format', () => {
    const code: Loading = (load) => `(async () => {
      const { createClient, GrpcKitError } = ${load('@org/grpc-kit')};
      const { createServer } = ${load('@org/grpc-kit/server')};
      const { controlPlane, loadXds } = ${load('@org/grpc-kit/xds')};
      const { kubernetesDiscovery } = ${load('@org/grpc-kit/kubernetes')};
      const { CapsError } = ${load('@org/caps')};
      const errors = [
        await loadXds({ bootstrap: controlPlane({ serverUri: '127.0.0.1:1' }) }).catch((error) => error),
        await (async () => createServer({ deadline: 1 }))().catch((error) => error),
        await (async () => createClient({}, 'k8s:///none', {}))().catch((error) => error),
        await (async () => kubernetesDiscovery().createSource({ path: '', text: 'k8s:///' }, {}))().catch((error) => error),
      ];
      console.log(errors.map((error) => error instanceof GrpcKitError).join());
      console.log(${load('@org/caps/oci')}.CapsError === CapsError);
    })()`;
    expect(inBothFormats(code)).toEqual(Array(2).fill('true,true,true,true\ntrue\n'));
  });

  const compilers = ['typescript', 'typescript-5.9'];

  it.each(compilers)('%s accepts their types with skipLibCheck off, without optional peers', (version) => {
    expect(typeErrors(project, version, withoutOptionalPeers)).toBe('');
  });

  describe('with the peers of the entries that need one', () => {
    beforeAll(() => {
      for (const peer of Object.values(peerOf)) project.link(peer);
    });

    it.each(compilers)('%s accepts the types of all', (version) => {
      expect(typeErrors(project, version, entries)).toBe('');
    });
  });

  it.each([
    ['esm', 'mjs'],
    ['cjs', 'cjs'],
  ] as const)('bundled with esbuild as %s, they run', async (format, extension) => {
    project.write(
      'bundled.mjs',
      `import { decodeMask } from '@org/caps';
       import { resolveWritableDirSync } from '@org/fs-safe';
       import { createClientFactory } from '@org/grpc-kit';
       import { createServer } from '@org/grpc-kit/server';
       const dir = resolveWritableDirSync({ name: 'bundled' });
       dir.dispose();
       const server = createServer();
       server.listen('127.0.0.1:0').then(async (port) => {
         const clients = createClientFactory();
         const health = clients.client({
           check: { path: '/grpc.health.v1.Health/Check', requestStream: false, responseStream: false,
             requestSerialize: () => Buffer.alloc(0), requestDeserialize: (bytes) => bytes,
             responseSerialize: (bytes) => bytes, responseDeserialize: (bytes) => bytes.length },
         }, \`static:///127.0.0.1:\${port}\`);
         console.log(decodeMask('400').names.join(), await health.check({}));
         await clients.close();
         await server.close({ drainDelayMs: 0 });
       });`,
    );
    await build({
      absWorkingDir: project.folder,
      entryPoints: ['bundled.mjs'],
      outfile: join(project.folder, `out.${extension}`),
      bundle: true,
      platform: 'node',
      format,
      logLevel: 'silent',
      external: ['@grpc/grpc-js', '@grpc/grpc-js-xds', '@grpc/reflection', '@kubernetes/client-node'],
    });
    expect(project.run(`out.${extension}`)).toBe('cap_net_bind_service 2\n');
  });

  it.each(Object.entries(budgets))('@org/grpc-kit%s stays below %d kB', async (path, kilobytes) => {
    const { outputFiles } = await build({
      absWorkingDir: project.folder,
      stdin: { contents: `export * from '@org/grpc-kit${path}'`, resolveDir: project.folder },
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      external: [
        '@grpc/grpc-js',
        '@grpc/grpc-js-xds',
        '@grpc/reflection',
        '@kubernetes/client-node',
        '@opentelemetry/api',
        '@bufbuild/protobuf',
        'pino',
      ],
    });
    const size = brotliCompressSync(outputFiles[0]?.contents ?? '').length;
    expect(size).toBeGreaterThan(400);
    expect(size).toBeLessThan(kilobytes * 1_000);
  });

  it('a subset import pulls no more than it should', async () => {
    const bytesOf = async (code: string, forbidden: RegExp): Promise<number> => {
      const { outputFiles, metafile } = await build({
        absWorkingDir: project.folder,
        stdin: { contents: code, resolveDir: project.folder },
        bundle: true,
        minify: true,
        platform: 'node',
        format: 'esm',
        write: false,
        metafile: true,
        logLevel: 'silent',
        external: ['@grpc/grpc-js', '@kubernetes/client-node', '@grpc/grpc-js-xds', '@grpc/reflection'],
      });
      const text = outputFiles[0]?.text ?? '';
      expect(forbidden.exec(text)?.[0], code).toBeUndefined();
      expect(Object.keys(metafile.inputs).length).toBeGreaterThan(1);
      return text.length;
    };
    const other = /grpc-js-xds|@kubernetes\/client-node|prom-client|"pino"/;
    const client = await bytesOf(`export { createClient } from '@org/grpc-kit'`, other);
    const target = await bytesOf(`export { parseTarget } from '@org/grpc-kit'`, other);
    expect(target).toBeLessThan(client / 10);
    const all = await bytesOf(`export * from '@org/caps'`, /node:http/);
    const mask = await bytesOf(`export { decodeMask } from '@org/caps'`, /node:fs|node:zlib/);
    expect(mask).toBeLessThan(all * 0.7);
    await bytesOf(`export { writeFileAtomic } from '@org/fs-safe'`, /ERR_NO_WRITABLE_DIR|ERR_UNSTABLE|XDG_/);
  });
});

/** A program, given how it loads a module. */
type Loading = (load: (name: string) => string) => string;

/** Everything that an entry loads of the kit itself, in kB after brotli: about a tenth more than it is now. */
const budgets = {
  '': 77,
  '/server': 48,
  '/errors': 4.8,
  '/protobuf-es': 1,
  '/metrics': 4.5,
  '/logging': 3.9,
  '/tracing': 1.2,
  '/xds': 63,
  '/kubernetes': 9,
};

/** The files of a package that these import, by way of others too, and these. */
function reachableFrom(named: readonly string[], folder: string): string[] {
  const reached = new Set(named);
  for (const path of reached) {
    const text = readFileSync(join(folder, path), 'utf8');
    for (const [, file = ''] of text.matchAll(/(?:from|import|require)\s*\(?["'](\.\/[^"']+)["']/g)) {
      const declared = path.replace(/^.*\.d\./, '.d.');
      const target = join(dirname(path), declared === path ? file : file.replace(/\.c?js$/, declared));
      reached.add(target);
    }
  }
  return [...reached];
}

/** What tsc prints of modules of both kinds that import everything; empty when it finds nothing. */
function typeErrors(project: PackedProject, version: string, imported: readonly string[]): string {
  const code = imported
    .map((entry, index) => `import * as entry${index} from '${entry}';\nvoid entry${index};\n`)
    .join('');
  project.write('types-esm.mts', code);
  project.write('types-cjs.cts', code);
  const config = { strict: true, noEmit: true, skipLibCheck: false, module: 'nodenext', target: 'es2022' };
  const compilerOptions = { ...config, lib: ['es2023', 'esnext.disposable'], types: ['node'] };
  project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['types-esm.mts', 'types-cjs.cts'] }));
  const tsc = join(realpathSync(join(root, 'node_modules', version)), 'bin/tsc');
  try {
    return execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: project.folder, encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
