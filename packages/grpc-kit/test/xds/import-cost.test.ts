import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const OPTIONAL = /node_modules\/(?:@grpc\/grpc-js-xds|@grpc\/reflection|@kubernetes\/client-node|prom-client|pino)\//;
const root = new URL('../../../..', import.meta.url);

/** Every file that a fresh process has loaded, ESM and CJS alike: V8 writes down what it could cover. */
async function filesLoadedBy(program: string): Promise<string[]> {
  const coverage = await mkdtemp(join(tmpdir(), 'grpc-kit-import-'));
  const command = ['--import', 'tsx', '--conditions=@org/source', '--input-type=module', '--eval', program];
  await promisify(execFile)(process.execPath, command, {
    cwd: new URL('packages/grpc-kit', root),
    env: { ...process.env, NODE_V8_COVERAGE: coverage },
  });
  const reports = await Promise.all((await readdir(coverage)).map((file) => readFile(join(coverage, file), 'utf8')));
  return reports.flatMap((report) =>
    (JSON.parse(report) as { result: { url: string }[] }).result.map(({ url }) => url),
  );
}

describe('what an import loads', () => {
  it.each(['@org/grpc-kit', '@org/grpc-kit/server', '@org/grpc-kit/xds', '@org/grpc-kit/kubernetes'])(
    '%s: no optional peer',
    async (name) => {
      const files = await filesLoadedBy(`await import('${name}')`);
      expect(files.some((file) => file.includes('/packages/grpc-kit/src/'))).toBe(true);
      expect(files.filter((file) => OPTIONAL.test(file))).toEqual([]);
    },
  );

  it('loadXds: grpc-js-xds, and only with a bootstrap', async () => {
    const load = (options: string): string =>
      `const { controlPlane, loadXds } = await import('@org/grpc-kit/xds'); await loadXds(${options});`;
    const loaded = await filesLoadedBy(load(`{ bootstrap: controlPlane({ serverUri: '127.0.0.1:1' }) }`));
    expect(loaded.some((file) => /@grpc\/grpc-js-xds\//.test(file))).toBe(true);
    const fallback = await filesLoadedBy(load(`{ fallback: 'dns:///%s' }`));
    expect(fallback.filter((file) => OPTIONAL.test(file))).toEqual([]);
  });
});
