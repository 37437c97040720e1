import assert from 'node:assert/strict';
import { isSkipped } from '../install/installed.js';
import { outputOf } from '../process.js';
import type { Implementation, Programs } from '../programs.js';
import { check, type Result, type Section } from './check.js';
import { startEnvoy } from './envoy-process.js';

/** What people point at a server: grpcurl, ghz, and Envoy on either side. */
export async function tools({ kit, foreign, go, python }: Programs): Promise<Section> {
  const title = 'Tools and proxies';
  if (isSkipped(go)) return { title, results: [{ name: 'grpcurl, ghz', skipped: go.skipped }] };
  const server = await kit.startServer();
  const grpcurl = (...args: readonly string[]) => outputOf(go.grpcurl, ['-plaintext', ...args]);
  const results: Result[] = [
    await check('grpcurl lists the services of our server by reflection', async () => {
      const listed = await grpcurl(server.address, 'list');
      for (const service of ['grpc.testing.TestService', 'grpc.health.v1.Health'])
        assert(listed.includes(service), listed);
      return listed.trim().replaceAll('\n', ', ');
    }),
    await check('grpcurl describes a method and calls it', async () => {
      const method = 'grpc.testing.TestService/UnaryCall';
      assert.match(await grpcurl(server.address, 'describe', method.replace('/', '.')), /SimpleRequest/);
      const answer = JSON.parse(await grpcurl('-d', '{"response_size": 3}', server.address, method));
      assert.deepEqual(answer, { payload: { body: 'AAAA' } });
      return method;
    }),
    await check('grpcurl asks for health', async () => {
      const answer = await grpcurl(server.address, 'grpc.health.v1.Health/Check');
      assert.match(answer, /SERVING/);
      return 'SERVING';
    }),
    await check('grpcurl is told an error with its status', async () => {
      const data = '{"response_status": {"code": 5, "message": "no such thing"}}';
      const call = grpcurl('-d', data, server.address, 'grpc.testing.TestService/UnaryCall');
      await assert.rejects(call, /NotFound[\s\S]*no such thing/);
      return 'NotFound';
    }),
    await check('ghz: 2,000 calls at 500 a second over four connections', async () =>
      loaded(foreign[0], server.address),
    ),
  ];
  await server.stop();
  results.push(...(await throughEnvoy(kit, foreign, isSkipped(python) ? python : python.envoy)));
  return { title, results };
}

async function loaded(grpcGo: Implementation | undefined, address: string): Promise<string> {
  const { failed = -1, said = '' } = (await grpcGo?.load?.(address, 500, 2_000)) ?? {};
  assert.equal(failed, 0, said);
  return '0 failed';
}

async function throughEnvoy(
  kit: Implementation,
  [grpcGo]: readonly Implementation[],
  envoy: string | { readonly skipped: string },
): Promise<Result[]> {
  const names = [
    'our client → Envoy → grpc-go: the standard cases',
    'grpc-go → Envoy → our server: the standard cases',
  ];
  const absent = typeof envoy === 'string' ? grpcGo?.skipped : envoy.skipped;
  if (absent || typeof envoy !== 'string' || !grpcGo) return names.map((name) => ({ name, skipped: absent }));
  const ways = [
    [names[0] ?? '', kit, grpcGo],
    [names[1] ?? '', grpcGo, kit],
  ] as const;
  return Promise.all(
    ways.map(([name, client, server]) =>
      check(name, async () => {
        const upstream = await server.startServer();
        const proxy = await startEnvoy(envoy, upstream.address);
        const outcomes = Object.entries(await client.runCases(proxy.address));
        await proxy.stop();
        await upstream.stop();
        const wrong = outcomes.filter(([, message]) => message !== '');
        if (wrong.length > 0) throw new Error(wrong.map((one) => one.join(': ')).join('; '));
        return `${outcomes.length} of ${outcomes.length}`;
      }),
    ),
  );
}
