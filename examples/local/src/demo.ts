import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Children } from './children.js';
import { Cleanup } from './cleanup.js';
import { startControlServer } from './control-server.js';
import { Deployment } from './deployment.js';
import { createDirectory } from './directory.js';
import { startHttpLoad } from './http-load.js';
import type { Narrator } from './narrator.js';
import { hasManyLoopbackAddresses, isPortFree } from './network.js';
import type { DemoOptions } from './options.js';
import { figures, introduction } from './report.js';
import { Samples } from './samples.js';
import { SigningKey } from './signing-key.js';
import { BFF_HOST, startBff } from './start-bff.js';
import { tellStory } from './story.js';
import { UsageError } from './usage-error.js';
import { judge, type Verdict } from './verdict.js';

const GREETER = fileURLToPath(import.meta.resolve('@org/example-greeter-server/main'));
const FIRST_SERVERS = 2;
/** Enough to see something on the page when the story is over. */
const LOAD_AFTERWARDS_RPS = 20;
const END_WITHIN_MS = 3000;

/**
 * Starts all programs, tells the story, and keeps the page up until the signal unless `once`.
 * Whatever happens, no program is left running when it settles.
 * @throws UsageError when the port is in use.
 */
export async function runDemo(options: DemoOptions, narrator: Narrator, signal: AbortSignal): Promise<Verdict> {
  const manyAddresses = await hasManyLoopbackAddresses();
  if (options.plain && !manyAddresses) {
    throw new UsageError('--plain needs 127.0.0.2 and its neighbours: plain grpc-js knows no SRV records');
  }
  if (options.port !== 0 && !(await isPortFree(BFF_HOST, options.port))) {
    throw new UsageError(`--port ${options.port} is in use on ${BFF_HOST}; name another, or 0 for any free one`);
  }
  const cleanup = new Cleanup();
  try {
    return await perform(options, manyAddresses, narrator, signal, cleanup);
  } finally {
    await cleanup.run();
  }
}

async function perform(
  options: DemoOptions,
  manyAddresses: boolean,
  narrator: Narrator,
  signal: AbortSignal,
  cleanup: Cleanup,
): Promise<Verdict> {
  const workRoot = mkdtempSync(join(tmpdir(), 'greeter-demo-'));
  cleanup.defer(() => rmSync(workRoot, { recursive: true, force: true }));
  const directory = await createDirectory(manyAddresses);
  cleanup.defer(() => directory.close());
  const control = await startControlServer();
  cleanup.defer(() => control.close());
  const children = new Children();
  cleanup.defer(() => children.close(END_WITHIN_MS));

  const key = new SigningKey(join(workRoot, 'signing-key'));
  const settings = { script: GREETER, workRoot, signingKeyDir: key.directory };
  const deployment = new Deployment(children, directory, settings, signal);
  cleanup.defer(() => deployment.close());
  narrator.progress('starting …');
  await deployment.scale(FIRST_SERVERS);
  const origin = await startBff(children, options, { directory, workRoot, controlUrl: control.url, signal });

  for (const line of introduction(options, directory, deployment.addresses, origin)) narrator.say(line);
  const samples = new Samples();
  const stopLoad = startHttpLoad(origin, options.rps, samples);
  cleanup.defer(stopLoad);
  const { results, complaints } = await tellStory({ deployment, directory, key, samples, narrator, origin, signal });
  stopLoad();
  const verdict = judge(results, complaints);
  narrator.verdict(verdict, results);
  if (options.jsonFile) writeFileSync(options.jsonFile, figures(options, results, verdict));
  if (options.once) return verdict;

  control.open(deployment, key);
  await post(`${origin}/api/load`, { rps: LOAD_AFTERWARDS_RPS }, signal);
  narrator.say(`\nThe page stays up: ${origin} (scale, kill and rotate there). Ctrl-C ends the demo.`);
  if (!signal.aborted) await once(signal, 'abort');
  return verdict;
}

async function post(url: string, body: object, signal: AbortSignal): Promise<void> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  await reply.arrayBuffer();
}
