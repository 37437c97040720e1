import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedGreeter, serveGreeter } from '../../packages/grpc-kit/test/support/greeter.js';
import { TestCa } from '../../testing/src/pki.js';
import { root } from './pages.js';
import { type Snippet, snippets } from './snippets.js';

// Those of the packages' own pages are run by the readme.test.ts of each; those of xds.md by test/xds/docs.test.ts.
const elsewhere = /^(?:packages|examples)\/|^docs\/(?:caps|filesystem|secrets|xds)\.md/;
const run = snippets().filter(({ page }) => !elsewhere.test(page));
const [servers, others] = [true, false].map((serves) => run.filter(({ code }) => code.includes('closeOn(') === serves));

// In the package's folder, so that everything a snippet imports is found.
const folder = join(root, 'packages/grpc-kit/test', `.snippets-${process.pid}`);
let greeter: ServedGreeter;

beforeAll(async () => {
  greeter = await serveGreeter();
  mkdirSync(folder);
  const ca = new TestCa('docs');
  const { cert, key } = ca.issue({ commonName: 'docs', dnsNames: ['localhost'] });
  const context = readFileSync(join(import.meta.dirname, 'fixtures/running-context.ts'), 'utf8');
  const written = { 'tls.crt': cert, 'tls.key': key, 'ca.crt': ca.cert, 'snippet-context.ts': onThisMachine(context) };
  for (const [name, text] of Object.entries(written)) writeFileSync(join(folder, name), text);
});

afterAll(() => {
  greeter?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The code with the addresses and folders of a cluster replaced by those of this test, and time for a busy machine. */
function onThisMachine(code: string): string {
  return code
    .replace(/'dns:\/\/\/[^']*'/g, `'${greeter.target}'`)
    .replaceAll('/var/run/tls', folder)
    .replace(/deadlineMs: \d+/g, 'deadlineMs: 30_000');
}

/** Runs the code in a process of its own; what it printed. */
async function printed({ name }: Snippet, code: string): Promise<string> {
  const file = join(folder, `${name.replace(/\W+/g, '-')}.mts`);
  writeFileSync(file, onThisMachine(code));
  const args = ['--conditions=@org/source', '--import', import.meta.resolve('tsx'), file];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 50_000 });
  return stdout;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test.concurrent.each(others ?? [])('$name runs', async (snippet) => {
  // Clients that a page leaves open would hold the process.
  const output = await printed(snippet, `${snippet.whole}\nprocess.exit(0);\n`);
  if (snippet.output !== undefined) expect(output).toBe(snippet.output);
});

test.concurrent.each(servers ?? [])('$name serves, and leaves on SIGTERM', async (snippet) => {
  const address = `127.0.0.1:${await freePort()}`;
  const caller = `
    import { createClient as callWith } from '@org/grpc-kit';
    import { GreeterService as Called } from '@org/example-proto';
    const caller = callWith(Called, 'static:///${address}');
    console.log((await caller.sayHello({ name: 'Ada' })).message);
    for await (const { greetings } of caller.watch({ intervalMs: 7 })) console.log(greetings);
    await caller.close();
    process.kill(process.pid, 'SIGTERM');`;
  const code = snippet.whole.replace("'0.0.0.0:50051'", `'${address}'`);
  expect(await printed(snippet, `${code}${caller}`)).toBe('Hello, Ada\n7\ndatabase closed\n');
});

test('there are snippets of both kinds', () => {
  expect(others?.length).toBeGreaterThan(8);
  expect(servers).toHaveLength(1);
});
