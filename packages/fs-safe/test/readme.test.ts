import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useScratch } from './support/scratch.js';
import { rotate } from './support/volume.js';

const scratch = useScratch();
const canIssue = spawnSync('openssl', ['version']).status === 0;
if (!canIssue) console.warn('skipped: running the snippets about certificates takes openssl');

const pages = ['README.md', '../../docs/filesystem.md', '../../docs/secrets.md'];
const mountPath = '/etc/bff/tls';
const snippets = pages.flatMap((page) => {
  const text = readFileSync(join(import.meta.dirname, '..', page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ''], index) => ({
    name: `${page} ${index + 1}`,
    code,
  }));
});
const [following, plain] = [true, false].map((follows) =>
  snippets.filter(({ code }) => code.includes(mountPath) === follows),
) as [typeof snippets, typeof snippets];

/** Puts the code beside the package, so that its name resolves. */
async function withFile(name: string, code: string, run: (args: readonly string[]) => Promise<void>): Promise<void> {
  const file = join(import.meta.dirname, `.snippet-${process.pid}-${name.replace(/\W+/g, '-')}.mts`);
  writeFileSync(file, code);
  try {
    await run(['--conditions=@org/source', '--import', import.meta.resolve('tsx'), file]);
  } finally {
    rmSync(file);
  }
}

/** A key and a certificate of it, as the files of a TLS Secret. */
function issuePair(dir: string): Record<string, string> {
  mkdirSync(dir);
  const files = ['-keyout', join(dir, 'key'), '-out', join(dir, 'crt')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-subj',
    '/CN=bff',
  ];
  execFileSync('openssl', [...request, ...files], { stdio: 'ignore' });
  return { 'tls.crt': readFileSync(join(dir, 'crt'), 'utf8'), 'tls.key': readFileSync(join(dir, 'key'), 'utf8') };
}

test.each(plain)('$name runs', ({ name, code }) =>
  withFile(name, code, async (args) => {
    execFileSync(process.execPath, args, { cwd: scratch(), stdio: 'pipe', timeout: 50_000 });
  }),
);

test.skipIf(!canIssue).each(following)('$name runs, and follows a rotation', ({ name, code }) => {
  const base = scratch();
  const volume = join(base, 'volume');
  mkdirSync(volume);
  rotate(volume, issuePair(join(base, 'first')));
  return withFile(name, code.replaceAll(mountPath, volume), async (args) => {
    const program = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(program, 'close');
    expect(`${(await once(program.stdout, 'data'))[0]}`).toBe("serving with [ 'tls.crt', 'tls.key' ]\n");
    rotate(volume, issuePair(join(base, 'second')));
    expect(`${(await once(program.stdout, 'data'))[0]}`).toMatch(/^now with /);
    program.kill();
    await ended;
  });
});

test('there are snippets of both kinds', () => {
  expect(plain.length).toBeGreaterThan(1);
  expect(following.length).toBeGreaterThan(1);
});

test('the codes in the README are those of the source', () => {
  const codes = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, code]) => code).sort();
  const source = readFileSync(join(import.meta.dirname, '../src/errors.ts'), 'utf8');
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(codes(readme, /^\| `(ERR_\w+)`/gm)).toEqual(codes(source, /\| '(ERR_\w+)'/g));
});
