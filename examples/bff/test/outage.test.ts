import { createServer } from 'node:net';
import { startDnsServer, until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { events, type RunningBff, startBff, startGreeter } from './harness.js';

let bff: RunningBff;
afterEach(() => bff.close());

/** What the API, the probe and the page say. */
async function verdicts(target: string) {
  bff = await startBff({ GREETER_TARGET: target, DEADLINE_MS: '500' });
  const started = performance.now();
  let toldAfterMs = Number.POSITIVE_INFINITY;
  let banner = '';
  for await (const { data } of events(bff.origin, AbortSignal.timeout(20_000))) {
    const problem = data['problem'] as { code: string; reason: string } | null | undefined;
    if (!problem || problem.reason === 'no answer yet') continue;
    toldAfterMs = performance.now() - started;
    banner = `${problem.code} ${problem.reason}`;
    break;
  }
  const hello = await fetch(`${bff.origin}/api/hello`);
  const ready = await fetch(`${bff.origin}/readyz`);
  const { detail } = (await hello.json()) as { detail: string };
  return {
    toldAfterMs,
    banner,
    hello: hello.status,
    detail,
    ready: ready.status,
    reason: JSON.stringify(await ready.json()),
  };
}

test('without its backend', async () => {
  const said = await verdicts('static:///127.0.0.1:1');
  expect(said).toMatchObject({ hello: 503, ready: 503 });
  for (const text of [said.detail, said.reason, said.banner]) expect(text).toContain('ECONNREFUSED 127.0.0.1:1');
  expect(said.toldAfterMs).toBeLessThan(5000);
});

test('with a wrong name', async () => {
  const dns = await startDnsServer();
  const said = await verdicts(`dns://${dns.address}/gretter.test:50051`);
  expect(said).toMatchObject({ hello: 503, ready: 503 });
  for (const text of [said.detail, said.reason, said.banner]) expect(text).toMatch(/gretter\.test.*ENOTFOUND/);
  expect(said.toldAfterMs).toBeLessThan(5000);
  await dns.close();
});

test('with a backend that hangs', async () => {
  const sockets: { destroy(): unknown }[] = [];
  const silent = createServer((socket) => sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  const said = await verdicts(`static:///127.0.0.1:${port}`);
  expect(said).toMatchObject({ hello: 504, ready: 503 });
  for (const text of [said.detail, said.reason, said.banner]) expect(text).toContain(`127.0.0.1:${port}: connecting`);
  expect(said.toldAfterMs).toBeLessThan(5000);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
});

test('it recovers by itself', async () => {
  const first = await startGreeter();
  bff = await startBff({ GREETER_TARGET: `static:///${first.address}` });
  const ready = async (): Promise<boolean> => (await fetch(`${bff.origin}/readyz`)).ok;
  await until('ready', ready);
  await first.server.close();
  await until('not ready', async () => !(await ready()));
  const second = await startGreeter(undefined, first.address);
  await until('ready again', ready, 20_000);
  await second.server.close();
});
