import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CapturedProcess, until } from '@org/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PhaseResult } from '../src/phase.js';
import { processesBelow, runDemo } from './run-demo.js';

const isLinux = process.platform === 'linux';
if (!isLinux) console.warn('skipped: only Linux shows in /proc which processes the demo leaves behind');

let tmp: string;
let demo: CapturedProcess | undefined;

beforeEach(() => {
  tmp = mkdtempSync(join(tmpdir(), 'demo-test-'));
});
afterEach(async () => {
  demo?.process.kill('SIGKILL');
  await demo?.ended;
  rmSync(tmp, { recursive: true, force: true });
});

test('the story is told without a failed call, and nothing is left', { timeout: 300_000 }, async () => {
  const file = join(tmp, 'figures.json');
  demo = runDemo(['--once', '--port', '0', '--json', file], tmp);
  const code = await demo.ended;
  const { phases, verdict } = JSON.parse(readFileSync(file, 'utf8')) as {
    phases: PhaseResult[];
    verdict: { ok: boolean };
  };

  expect(
    phases.map(({ failures, reasons }) => ({ failures, reasons })),
    demo.stdout,
  ).toEqual(phases.map(() => ({ failures: 0, reasons: {} })));
  const fresh = phases.flatMap(({ newBackends }) => newBackends);
  expect(fresh.length).toBe(4 + 1 + 6);
  // What a look-up every 10 s would need is the promise; the demo's verdict is stricter, for a machine of its own.
  for (const { address, firstCallAfterMs } of fresh) expect(firstCallAfterMs ?? Infinity, address).toBeLessThan(11_000);
  expect(code).toBe(verdict.ok ? 0 : 1);
  expect(demo.stdout).toContain('0 failed');
  expect(readdirSync(tmp)).toEqual(['figures.json']);
  if (isLinux) expect(processesBelow(tmp)).toEqual([]);
});

const moments: [string, (running: CapturedProcess) => boolean][] = [
  ['as soon as the first server runs', () => processesBelow(tmp).length > 0],
  ['when the BFF starts', () => processesBelow(tmp).length > 2],
  ['in the first phase', ({ stdout }) => stdout.includes('phase')],
  ['while it scales', () => processesBelow(tmp).length > 5],
];

test.skipIf(!isLinux).each(moments)('Ctrl-C %s leaves nothing behind', { timeout: 120_000 }, async (_when, reached) => {
  const running = runDemo(['--port', '0'], tmp);
  demo = running;
  await until('the moment', () => reached(running), 60_000);
  running.process.kill('SIGINT');
  expect(await running.ended).toBe(130);
  expect(processesBelow(tmp)).toEqual([]);
  expect(readdirSync(tmp)).toEqual([]);
  expect(running.stderr).toBe('');
});

test.skipIf(!isLinux)('even SIGKILL takes the servers with it', { timeout: 120_000 }, async () => {
  const running = runDemo(['--port', '0'], tmp);
  demo = running;
  await until('three processes', () => processesBelow(tmp).length === 3, 60_000);
  running.process.kill('SIGKILL');
  expect(await running.ended).toBe('SIGKILL');
  await until('no process', () => processesBelow(tmp).length === 0);
});

test.each([
  [['--onec'], "demo: Unknown option '--onec'; allowed are --once, --plain, --help, --rps, --port, --json\n"],
  [['--rps', '1e3'], 'demo: --rps "1e3" is not a whole number from 1 to 500\n'],
  [['--json', '/no/such/folder/f.json'], 'demo: --json "/no/such/folder/f.json" cannot be written'],
])('%j: one line, exit code 2', async (args, line) => {
  demo = runDemo(args, tmp);
  expect(await demo.ended).toBe(2);
  expect(demo.stderr).toContain(line);
  expect(demo.stderr.trimEnd()).not.toContain('\n');
  expect(demo.stdout).toBe('');
  expect(readdirSync(tmp)).toEqual([]);
});

test('a port in use: one line, exit code 2', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  );
  demo = runDemo(['--port', String(port)], tmp);
  expect(await demo.ended).toBe(2);
  expect(demo.stderr).toBe(`demo: --port ${port} is in use on 127.0.0.1; name another, or 0 for any free one\n`);
  await new Promise((resolve) => other.close(resolve));
});

test('--help tells what there is', async () => {
  demo = runDemo(['--help'], tmp);
  expect(await demo.ended).toBe(0);
  for (const option of ['--once', '--plain', '--rps', '--port', '--json']) expect(demo.stdout).toContain(option);
});
