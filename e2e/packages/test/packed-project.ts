import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** The published packages, by folder. */
export const packages = ['caps', 'fs-safe', 'grpc-kit'] as const;

/** Everything that can be imported, by the manifests: `@org/caps`, `@org/caps/oci`, … */
export const entries: readonly string[] = packages.flatMap((folder) => {
  const text = readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8');
  const { name, exports } = JSON.parse(text) as { name: string; exports: Record<string, unknown> };
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => `${name}${path.slice(1)}`);
});

/** Whether the packages have been built, which `npm test` does first. */
export const built: boolean = packages.every((name) => existsSync(join(root, 'packages', name, 'dist/index.d.cts')));

/** An empty project into which the packed tarballs of all packages were installed, as a user would. */
export interface PackedProject {
  readonly folder: string;
  /** Paths inside of each tarball, sorted. */
  readonly contents: ReadonlyMap<string, readonly string[]>;
  /** Writes a file into the project, and returns its path. */
  write(name: string, text: string): string;
  /** Runs a file of the project with this Node; returns what it printed. */
  run(name: string): string;
  /** Runs a command that a package brought, as `npx` would; returns what it printed. */
  command(name: string, args: readonly string[]): string;
  /** Makes a package of the workspace available, such as the peer @grpc/grpc-js; `from` is the folder that has it. */
  link(name: string, from?: string): void;
  remove(): void;
}

/** As in a terminal: `node` is the one that runs the tests, and NODE_PATH does not show what the workspace has. */
const env: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  NODE_PATH: '',
};

/** Packs and installs without a network: the packages depend on nothing, and peers are linked from the workspace. */
export function packedProject(): PackedProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'packed-project-')));
  const npm = (args: readonly string[]): string =>
    execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const write = (name: string, text: string): string => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  write('package.json', JSON.stringify({ name: 'newcomer', private: true }));
  const folders = packages.map((name) => join(root, 'packages', name));
  const packed = JSON.parse(npm(['pack', '--json', '--ignore-scripts', ...folders])) as {
    name: string;
    filename: string;
    files: { path: string }[];
  }[];
  npm([
    'install',
    '--offline',
    '--legacy-peer-deps',
    '--no-audit',
    '--no-fund',
    ...packed.map(({ filename }) => `./${filename}`),
  ]);
  return {
    folder,
    contents: new Map(packed.map(({ name, files }) => [name, files.map(({ path }) => path).sort()])),
    write,
    run: (name) => execFileSync(process.execPath, [name], { cwd: folder, env, encoding: 'utf8', timeout: 50_000 }),
    command: (name, args) =>
      execFileSync(join(folder, 'node_modules/.bin', name), args, {
        cwd: folder,
        env,
        encoding: 'utf8',
        timeout: 50_000,
      }),
    link: (name, from = 'packages/grpc-kit') => {
      const at = join(folder, 'node_modules', name);
      mkdirSync(dirname(at), { recursive: true });
      symlinkSync(realpathSync(join(root, from, 'node_modules', name)), at);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
