import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('../node_modules/.cache/bench/', import.meta.url));
const done = new Map<string, Promise<URL>>();

/**
 * A program as plain JavaScript that takes the packages as they are published. A loader that compiles on the fly
 * gives every closure its name back at run time, which costs more than what is to be measured.
 */
export function compiled(program: URL): Promise<URL> {
  const compiling = done.get(program.href) ?? compile(program);
  done.set(program.href, compiling);
  return compiling;
}

async function compile(program: URL): Promise<URL> {
  const entry = fileURLToPath(program);
  const outfile = `${FOLDER}${process.pid}-${basename(entry, '.ts')}.mjs`;
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return pathToFileURL(outfile);
}
