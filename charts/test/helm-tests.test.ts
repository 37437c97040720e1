import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { find, render } from './support/render.js';

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs the script of a helm test, as its pod does, against a BFF that answers so. */
async function runTest(name: string, answers: Readonly<Record<string, (call: number) => object>>): Promise<Outcome> {
  let call = 0;
  const server = createServer((request, response) => {
    const answer = answers[String(request.url).split('?')[0] ?? ''];
    const body = answer?.(call++);
    response.writeHead(body && !('status' in body) ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { containers } = find(await render(), 'Pod', `demo-test-${name}`)['spec'];
  const env = { ...process.env, BFF: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, CALLS: '6' };
  const outcome = await new Promise<Outcome>((resolve) => {
    execFile(process.execPath, containers[0].args, { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
  server.close();
  return outcome;
}

const backends = (count: number) => (): object => ({ backends: Array.from({ length: count }, () => ({})) });

test('calls: passes when the calls are spread', async () => {
  const hello = (call: number): object => ({ pod: `pod-${call % 2}` });
  const { code, output } = await runTest('calls', { '/api/hello': hello, '/api/backends': backends(2) });
  expect(output).toContain("6 calls: { 'pod-0': 3, 'pod-1': 3 } 2 backends");
  expect(code).toBe(0);
});

test('calls: fails when one pod takes all, and when a call fails', async () => {
  const pinned = await runTest('calls', { '/api/hello': () => ({ pod: 'only' }), '/api/backends': backends(2) });
  expect(pinned.output).toContain('one pod of 2 took every call: the calls are not balanced');
  expect(pinned.code).toBe(1);
  const failing = await runTest('calls', { '/api/hello': () => ({ status: 503, detail: 'no backend' }) });
  expect(failing.output).toContain('/api/hello?name=helm: 503 no backend');
  expect(failing.code).toBe(1);
});

test('posture: names whoever is not locked in', async () => {
  const identity = (pod: string, mask: string, verdict: string): object => ({
    pod,
    uid: 65532,
    capabilities: { effective: { mask, names: mask === '0000000000000000' ? [] : ['cap_chown'] } },
    posture: { rules: [{ name: 'seccomp', verdict, evidence: 'Seccomp: 0' }] },
  });
  const { code, output } = await runTest('posture', {
    '/api/posture': () => ({
      self: identity('bff', '0000000000000000', 'consistent'),
      backends: [
        { address: 'a:1', identity: identity('server', '0000000000000001', 'violates'), problem: null },
        { address: 'b:1', identity: null, problem: { reason: 'silence' } },
      ],
    }),
  });
  expect(output).toContain('server has capabilities cap_chown');
  expect(output).toContain('server violates seccomp: Seccomp: 0');
  expect(output).toContain('b:1 does not answer: silence');
  expect(output).not.toContain('bff violates');
  expect(code).toBe(1);
});
