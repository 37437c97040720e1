import { Metadata, status } from '@grpc/grpc-js';
import { until } from '@org/testing';
import { Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { serverMetrics } from '../../src/observe/metrics/index.js';
import { statusError } from '../../src/server/index.js';
import { drained, echoDefinition } from '../server/echo-service.js';
import { frame, RawPeer } from '../server/raw-peer.js';
import { type Served, serveEcho } from '../server/serve.js';

let served: Served | undefined;
afterEach(() => served?.close());

const samples = async (registry: Registry, pattern: RegExp): Promise<string[]> =>
  (await registry.metrics()).split('\n').filter((line) => !line.startsWith('#') && pattern.test(line));

async function serve(registry: Registry) {
  served = await serveEcho(
    {
      unary: async ({ request }) => {
        if (request.text === 'missing') throw statusError(status.NOT_FOUND, 'missing');
        return request;
      },
      async *expand({ request }) {
        for (let index = 0; index < 10; index++) yield request;
      },
    },
    { metrics: serverMetrics(registry) },
  );
  return served;
}

test('a scrape after a known run holds exactly that run', async () => {
  const registry = new Registry();
  const { connect, server } = await serve(registry);
  const client = connect();
  for (let call = 0; call < 7; call++) await client.unary('12345');
  for (let call = 0; call < 3; call++) await client.unary('missing');
  await drained(client.expand('abc'));
  await client.unary('late', { deadline: Date.now() - 1 });
  await until('all to have ended', () => server.inFlight === 0);

  const request = (text: string): number => JSON.stringify({ text }).length;
  expect(await samples(registry, /started_total|duration.*_count|size.*_(sum|count)|in_flight/)).toEqual([
    'grpc_server_call_started_total{grpc_method="test.Echo/Unary"} 10',
    'grpc_server_call_started_total{grpc_method="test.Echo/Expand"} 1',
    'grpc_server_call_duration_seconds_count{grpc_method="test.Echo/Unary",grpc_status="OK"} 7',
    'grpc_server_call_duration_seconds_count{grpc_method="test.Echo/Unary",grpc_status="NOT_FOUND"} 3',
    'grpc_server_call_duration_seconds_count{grpc_method="test.Echo/Expand",grpc_status="OK"} 1',
    ...[
      ['sent', 7 * request('12345'), 0, 10 * request('abc')] as const,
      ['rcvd', 7 * request('12345'), 3 * request('missing'), request('abc')] as const,
    ].flatMap(([direction, ok, missing, expand]) => {
      const name = `grpc_server_call_${direction}_total_compressed_message_size_bytes`;
      return [
        `${name}_sum{grpc_method="test.Echo/Unary",grpc_status="OK"} ${ok}`,
        `${name}_count{grpc_method="test.Echo/Unary",grpc_status="OK"} 7`,
        `${name}_sum{grpc_method="test.Echo/Unary",grpc_status="NOT_FOUND"} ${missing}`,
        `${name}_count{grpc_method="test.Echo/Unary",grpc_status="NOT_FOUND"} 3`,
        `${name}_sum{grpc_method="test.Echo/Expand",grpc_status="OK"} ${expand}`,
        `${name}_count{grpc_method="test.Echo/Expand",grpc_status="OK"} 1`,
      ];
    }),
    'grpc_kit_server_calls_in_flight{grpc_method="test.Echo/Unary"} 0',
    'grpc_kit_server_calls_in_flight{grpc_method="test.Echo/Expand"} 0',
  ]);
});

test('10,000 method names that do not exist add no series', async () => {
  const registry = new Registry();
  const { connect, port, defer } = await serve(registry);
  await connect().unary('x', {}, new Metadata());
  const before = await samples(registry, /./);
  const peer = new RawPeer(port);
  defer(() => peer.close());
  const request = frame('{"text":"x"}');
  for (let batch = 0; batch < 100; batch++) {
    const paths = Array.from({ length: 100 }, (_, index) => `/test.Echo/Bogus${batch}x${index}`);
    const replies = await Promise.all(paths.map((path) => peer.send(path, request)));
    expect(replies.every((reply) => reply['grpc-status'] === String(status.UNIMPLEMENTED))).toBe(true);
    // Peers that never make a call that exists are dropped after a while.
    await peer.send(echoDefinition.unary.path, request);
  }
  const after = await samples(registry, /./);
  expect(after.map((line) => line.replace(/ \S+$/, ''))).toEqual(before.map((line) => line.replace(/ \S+$/, '')));
  expect(await samples(registry, new RegExp(`started.*${echoDefinition.unary.path.slice(1)}`))).toEqual([
    'grpc_server_call_started_total{grpc_method="test.Echo/Unary"} 101',
  ]);
});
