import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { status } from '@grpc/grpc-js';
import { statusError } from '@org/grpc-kit/server';
import { until } from '@org/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { events, type RunningBff, reply, startBff, startGreeter, type TestGreeter } from './harness.js';

let greeter: TestGreeter | undefined;
let bff: RunningBff | undefined;

afterEach(async () => {
  await bff?.close();
  await greeter?.server.close();
  [bff, greeter] = [undefined, undefined];
});

async function run(sayHello?: Parameters<typeof startGreeter>[0], env: Record<string, string> = {}): Promise<string> {
  greeter = await startGreeter(sayHello);
  bff = await startBff({ GREETER_TARGET: `static:///${greeter.address}`, ...env });
  return bff.origin;
}

async function get(
  url: string,
  init?: RequestInit,
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const response = await fetch(url, init);
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  };
}

function post(url: string, body: object, headers: Record<string, string> = {}) {
  return get(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

test('says hello, and who did', async () => {
  const origin = await run(async ({ request }) => reply(`Hello, ${request.name}!`));
  const { status: code, body } = await get(`${origin}/api/hello?name=Zo%C3%AB`);
  expect(code).toBe(200);
  expect(body).toMatchObject({ message: 'Hello, Zoë!', pod: 'pod-1', address: greeter?.address, keyId: 'k1' });
});

test.each([
  [{}, 2000],
  [{ 'x-request-timeout-ms': '300' }, 300],
  [{ 'x-envoy-expected-rq-timeout-ms': '400' }, 400],
  [{ 'x-request-timeout-ms': '99999' }, 2000],
])('the time that %j leaves is the call’s', async (headers, most) => {
  let left = 0;
  const origin = await run(async (call) => {
    left = Number(call.getDeadline()) - Date.now();
    return reply('');
  });
  await get(`${origin}/api/hello`, { headers });
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(most + 20);
});

test('a caller that hangs up cancels the call', async () => {
  let cancelled = false;
  let arrived = false;
  const origin = await run((call) => {
    arrived = true;
    call.signal.addEventListener('abort', () => {
      cancelled = true;
    });
    return new Promise(() => {});
  });
  const hangUp = new AbortController();
  const request = fetch(`${origin}/api/hello`, { signal: hangUp.signal }).catch(() => {});
  await until('the call', () => arrived);
  hangUp.abort();
  await request;
  await until('the cancellation', () => cancelled, 1500);
});

test.each([
  ['NOT_FOUND', 404],
  ['PERMISSION_DENIED', 403],
  ['RESOURCE_EXHAUSTED', 429],
  ['INTERNAL', 500],
  ['UNIMPLEMENTED', 501],
  ['UNAVAILABLE', 503],
  ['DEADLINE_EXCEEDED', 504],
] as const)('%s is answered with %i and the reason', async (name, code) => {
  const origin = await run(() => Promise.reject(statusError(status[name], `because ${name}`)));
  const { status: got, body, headers } = await get(`${origin}/api/hello`);
  expect(got).toBe(code);
  expect(body).toMatchObject({ status: code, code: name, detail: `because ${name}` });
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(headers.get('retry-after')).toBe(code === 503 ? '1' : null);
});

test('malformed requests are the caller’s fault, with a reason', async () => {
  const origin = await run();
  const bad = [
    await get(`${origin}/api/hello?name=`),
    await get(`${origin}/api/hello?name=${'x'.repeat(201)}`),
    await get(`${origin}/api/hello`, { headers: { 'x-request-timeout-ms': 'soon' } }),
    await post(`${origin}/api/load`, { rps: 201 }),
    await post(`${origin}/api/load`, { rps: 1.5 }),
    await post(`${origin}/api/load`, {}),
  ];
  expect(bad.map(({ status: code }) => code)).toEqual(bad.map(() => 400));
  expect(bad[2]?.body['detail']).toBe('x-request-timeout-ms "soon" is not a positive number of milliseconds');
  for (const { body } of bad) expect(body).toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect((await get(`${origin}/api/nothing`)).body).toMatchObject({ status: 404, detail: 'no GET /api/nothing here' });
});

test('every reply carries strict security headers', async () => {
  const origin = await run();
  for (const path of ['/', '/api/backends', '/api/nothing', '/metrics']) {
    const { headers } = await fetch(`${origin}${path}`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).not.toMatch(/unsafe|\*|http/);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
  }
});

test('pages of other sites change nothing', async () => {
  const origin = await run();
  const { status: code } = await post(`${origin}/api/load`, { rps: 5 }, { 'sec-fetch-site': 'cross-site' });
  expect(code).toBe(403);
  expect((await get(`${origin}/api/load`)).body).toEqual({ rps: 0, maxRps: 200 });
});

test('the stream welcomes, ticks, and ends with the service', async () => {
  const origin = await run();
  await post(`${origin}/api/load`, { rps: 100 });
  const stream = events(origin, AbortSignal.timeout(20_000));
  expect((await stream.next()).value).toMatchObject({ name: 'welcome', data: { maxRps: 200, control: false } });
  let calls = 0;
  for await (const { name, data } of stream) {
    expect(name).toBe('tick');
    calls += Number(data['calls']);
    if (calls > 0) {
      expect(data).toMatchObject({ failures: 0, problem: null, rps: 100 });
      expect(data['backends']).toEqual([{ address: greeter?.address, state: 'ready', reason: '', keyId: 'k1' }]);
      break;
    }
  }
  const rest = events(origin, AbortSignal.timeout(20_000));
  await rest.next();
  await bff?.close();
  bff = undefined;
  for await (const event of rest) expect(event.name).toBe('tick');
});

test('posture: its own, and every backend’s', async () => {
  const origin = await run();
  await until('ready', async () => (await fetch(`${origin}/readyz`)).ok);
  const { body } = await get(`${origin}/api/posture`);
  expect(body).toMatchObject({
    self: { uid: process.geteuid?.() },
    backends: [{ problem: null, identity: { pod: 'pod-1', uid: 65532 } }],
  });
});

test('no control without whoever is in control; with them, handed on', async () => {
  const origin = await run();
  expect((await post(`${origin}/api/control/rotate`, {})).status).toBe(404);
  await bff?.close();

  const asked: string[] = [];
  const control = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"done":true}');
  });
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(control.address() as AddressInfo).port}/secret`;
  bff = await startBff({ GREETER_TARGET: `static:///${greeter?.address}`, CONTROL_URL: url });
  expect(await post(`${bff.origin}/api/control/scale`, { replicas: 3 })).toMatchObject({
    status: 202,
    body: { done: true },
  });
  expect((await post(`${bff.origin}/api/control/scale`, { replicas: 99 })).status).toBe(400);
  expect(asked).toEqual(['POST /secret/scale']);
  control.closeAllConnections();
  await new Promise((resolve) => control.close(resolve));
  expect(await post(`${bff.origin}/api/control/kill`, { address: 'x' })).toMatchObject({ status: 503 });
});

test('describes itself and counts what it does', async () => {
  const origin = await run();
  await get(`${origin}/api/hello`);
  const { body } = await get(`${origin}/api/openapi.json`);
  const paths = Object.keys(body['paths'] as object);
  expect(paths).toEqual(
    expect.arrayContaining([
      '/api/hello',
      '/api/backends',
      '/api/events',
      '/api/posture',
      '/livez',
      '/readyz',
      '/metrics',
    ]),
  );
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  expect(metrics).toMatch(
    /http_server_request_duration_seconds_count\{method="GET",route="\/api\/hello",status="200"\} 1/,
  );
  expect(metrics).toMatch(/grpc_client_call_duration_seconds_count\{[^}]*SayHello/);
});

test('says that it leaves, and serves on', async () => {
  const origin = await run();
  await until('ready', async () => (await fetch(`${origin}/readyz`)).ok);
  bff?.leave();
  expect(await get(`${origin}/readyz`)).toMatchObject({ status: 503, body: { reason: 'shutting down' } });
  expect((await get(`${origin}/api/hello`)).status).toBe(200);
  expect((await get(`${origin}/livez`)).status).toBe(200);
});

describe('names of others', () => {
  /** `fetch` sets Host itself. */
  const ask = (origin: string, path: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(origin);
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(method === 'POST' ? '{"rps":0}' : undefined);
    });

  test('are refused, for reading too', async () => {
    const origin = await run();
    expect(await ask(origin, '/api/posture', { host: 'evil.example' })).toBe(421);
    expect(await ask(origin, '/api/posture', { host: 'evil.example:8080' })).toBe(421);
    for (const host of [
      '127.0.0.1',
      '[::1]:8080',
      'localhost:8080',
      'bff',
      'bff.shop.svc',
      'bff.shop.svc.cluster.local:80',
    ]) {
      expect(await ask(origin, '/livez', { host })).toBe(200);
    }
  });

  test('are known when they are listed', async () => {
    const origin = await run(undefined, { ALLOWED_HOSTS: 'greeter.example.com, *.example.org' });
    expect(await ask(origin, '/livez', { host: 'greeter.example.com' })).toBe(200);
    expect(await ask(origin, '/livez', { host: 'a.example.org:443' })).toBe(200);
    expect(await ask(origin, '/livez', { host: 'a.b.example.org' })).toBe(421);
  });

  test('change nothing as the origin of a page', async () => {
    const origin = await run();
    const { host } = new URL(origin);
    const headers = { host, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    expect(await ask(origin, '/api/load', { ...headers, origin: 'http://evil.example' }, 'POST')).toBe(403);
    expect(await ask(origin, '/api/load', { ...headers, origin: 'null' }, 'POST')).toBe(403);
    expect(await ask(origin, '/api/load', { ...headers, origin: `http://${host}` }, 'POST')).toBeLessThan(300);
  });
});
