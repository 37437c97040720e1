import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedGreeter, serveGreeter } from '../../packages/grpc-kit/test/support/greeter.js';
import { freePort } from '../../testing/src/free-port.js';
import { TestCa } from '../../testing/src/pki.js';
import { root } from './pages.js';
import { type Snippet, snippets } from './snippets.js';

// Those of the packages' own pages are run by the readme.test.ts of each; those of xds.md by test/xds/docs.test.ts.
const elsewhere = /^(?:packages|examples)\/|^docs\/(?:caps|filesystem|secrets|xds)\.md/;
const here = snippets().filter(({ page }) => !elsewhere.test(page));
const leaving = here.filter(({ code }) => code.includes('closeOn('));
const others = here.filter((snippet) => !leaving.includes(snippet));

// In the package's folder, so that everything a snippet imports is found.
const folder = join(root, 'packages/grpc-kit/test', `.snippets-${process.pid}`);
let greeter: ServedGreeter;
let outcomes: Record<string, { readonly output: string; readonly error?: string }>;

beforeAll(async () => {
  greeter = await serveGreeter();
  mkdirSync(folder);
  const ca = new TestCa('docs');
  const { cert, key } = ca.issue({ commonName: 'docs', dnsNames: ['localhost'] });
  const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
  write('tls.crt', cert);
  write('tls.key', key);
  write('ca.crt', ca.cert);
  write('snippet-context.ts', onThisMachine(fixture('running-context.ts')));
  const all = write('run-all.mts', fixture('run-all.ts'));
  outcomes = JSON.parse(
    await run(all, ...others.map((snippet) => write(fileOf(snippet), onThisMachine(snippet.whole)))),
  );
});

afterAll(() => {
  greeter?.close();
  rmSync(folder, { recursive: true, force: true });
});

function fileOf({ name }: Snippet): string {
  return `${name.replace(/\W+/g, '-')}.mts`;
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The code with the addresses and folders of a cluster replaced by those of this test, and time for a busy machine. */
function onThisMachine(code: string): string {
  return code
    .replace(/'dns:\/\/\/[^']*'/g, `'${greeter.target}'`)
    .replaceAll('/var/run/tls', folder)
    .replace(/deadlineMs: \d+/g, 'deadlineMs: 30_000');
}

/** What a program prints that ends well. */
async function run(...program: readonly string[]): Promise<string> {
  const args = ['--conditions=@org/source', '--import', import.meta.resolve('tsx'), ...program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 50_000 });
  return stdout;
}

test.each(others)('$name runs', (snippet) => {
  const { output, error } = outcomes[join(folder, fileOf(snippet))] ?? { error: 'not run' };
  expect(error).toBeUndefined();
  if (snippet.output !== undefined) expect(output).toBe(snippet.output);
});

test.each(leaving)('$name serves, and leaves on SIGTERM', async (snippet) => {
  const address = `127.0.0.1:${await freePort()}`;
  const caller = `
    import { createClient as callWith } from '@org/grpc-kit';
    import { GreeterService as Called } from '@org/example-proto';
    const caller = callWith(Called, 'static:///${address}');
    console.log((await caller.sayHello({ name: 'Ada' })).message);
    for await (const { greetings } of caller.watch({ intervalMs: 7 })) console.log(greetings);
    await caller.close();
    process.kill(process.pid, 'SIGTERM');`;
  const code = onThisMachine(snippet.whole).replace("'0.0.0.0:50051'", `'${address}'`);
  expect(await run(write(fileOf(snippet), `${code}${caller}`))).toBe('Hello, Ada\n7\ndatabase closed\n');
});

test('there are snippets of both kinds', () => {
  expect(others.length).toBeGreaterThan(8);
  expect(leaving).toHaveLength(1);
});
