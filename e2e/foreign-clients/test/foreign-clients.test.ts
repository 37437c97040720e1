import { type ClientConfig, PubSub } from '@google-cloud/pubsub';
import { channelOptionsFor } from '@org/grpc-kit';
import { Connection } from '@temporalio/client';
import { Etcd3 } from 'etcd3';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { emulators } from '../src/emulators.js';

// Google's libraries look for a machine of Google Cloud, on a link-local address.
process.env['METADATA_SERVER_DETECTION'] = 'none';

const CALLS = 20;

/** A message of one string. */
const text = (field: number, value: string | Uint8Array): Uint8Array =>
  protobuf.Writer.create()
    .uint32(field * 8 + 2)
    .bytes(Buffer.from(value))
    .finish();

/** Both have served their part. */
function balanced(served: readonly number[], calls: number): void {
  expect((served[0] ?? 0) + (served[1] ?? 0)).toBeGreaterThanOrEqual(calls);
  for (const count of served) expect(count).toBeGreaterThanOrEqual(calls / 4);
}

test('a client of gax: @google-cloud/pubsub', async () => {
  await using servers = await emulators({ '/google.pubsub.v1.Publisher/Publish': () => text(1, 'id') });
  const { channelFactoryOverride, ...options } = channelOptionsFor(servers.target);
  const pubsub = new PubSub({
    projectId: 'shop',
    apiEndpoint: '127.0.0.1:1',
    emulatorMode: true,
    // Never used for a plaintext endpoint; without them, the library asks the network for some.
    credentials: { client_email: 'shop@example.com', private_key: 'none' },
    ...options,
    'grpc.channelFactoryOverride': channelFactoryOverride,
  } as ClientConfig);
  const topic = pubsub.topic('orders', { batching: { maxMessages: 1 } });
  for (let call = 0; call < CALLS; call++) expect(await topic.publishMessage({ data: Buffer.from('x') })).toBe('id');
  await pubsub.close();
  balanced(servers.served, CALLS);
});

test('etcd3', async () => {
  const entry = Buffer.concat([text(1, 'key'), text(5, 'value')]);
  await using servers = await emulators({ '/etcdserverpb.KV/Range': () => text(2, entry) });
  const etcd = new Etcd3({ hosts: 'http://127.0.0.1:1', grpcOptions: channelOptionsFor(servers.target) });
  for (let call = 0; call < CALLS; call++) expect(await etcd.get('key').string()).toBe('value');
  etcd.close();
  balanced(servers.served, CALLS);
});

test('@temporalio/client', async () => {
  const service = '/temporal.api.workflowservice.v1.WorkflowService';
  await using servers = await emulators({
    [`${service}/GetSystemInfo`]: () => new Uint8Array(),
    [`${service}/GetClusterInfo`]: () => text(3, 'cluster'),
  });
  const connection = await Connection.connect({
    address: '127.0.0.1:1',
    channelArgs: channelOptionsFor(servers.target),
  });
  for (let call = 0; call < CALLS; call++) {
    expect(await connection.workflowService.getClusterInfo({})).toMatchObject({ clusterId: 'cluster' });
  }
  await connection.close();
  balanced(servers.served, CALLS);
});
