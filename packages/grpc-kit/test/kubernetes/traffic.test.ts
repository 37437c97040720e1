import { until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { createClientFactory } from '../../src/index.js';
import { kubernetesDiscovery } from '../../src/kubernetes/index.js';
import { startTextBackend, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';
import { type Pod, startPod } from './pod.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function backend(host: string, port = 0): Promise<TextBackend> {
  const started = await startTextBackend({ host, port, health: true });
  closers.push(() => started.close());
  return started;
}

function publish({ api }: Pod, port: number, hosts: readonly string[]): void {
  const endpoints = hosts.map((address) => ({ address }));
  api.put({ name: 'greeter-a', ports: [{ name: 'grpc', port }], endpoints });
}

test('a pod that becomes ready gets calls within a second, one that leaves gets none, and no call fails', async () => {
  const pod = await startPod();
  closers.push(() => pod.close());
  const { port } = await backend('127.0.0.2');
  const added = await backend('127.0.0.3', port);
  publish(pod, port, ['127.0.0.2']);
  const factory = createClientFactory({ discovery: kubernetesDiscovery(pod.discovery) });
  closers.push(() => factory.close());
  const client = factory.client(TextService, 'k8s:///greeter.default:grpc');
  await factory.ready();
  expect(await client.read('x')).toBe(`127.0.0.2:${port}`);

  const start = performance.now();
  publish(pod, port, ['127.0.0.2', '127.0.0.3']);
  await until('a call on the new pod', async () => (await client.read('x')) === added.address);
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(factory.snapshot()).toMatchObject([
    { source: 'k8s', resolution: { endpoints: expect.arrayContaining([added.address]), error: undefined } },
  ]);

  publish(pod, port, ['127.0.0.3']);
  await until('the old one to be gone', () => factory.snapshot()[0]?.backends.length === 1);
  const answers = await Promise.all(Array.from({ length: 50 }, () => client.read('x')));
  expect(new Set(answers)).toEqual(new Set([added.address]));
});

test('without permission: ready says so, with the Role', async () => {
  const pod = await startPod();
  closers.push(() => pod.close());
  pod.api.refusal = { status: 403, message: 'forbidden: User "system:serviceaccount:default:bff" cannot list' };
  const factory = createClientFactory({ discovery: kubernetesDiscovery(pod.discovery) });
  closers.push(() => factory.close());
  const client = factory.client(TextService, 'k8s:///greeter.default:grpc');
  await expect(factory.ready({ timeoutMs: 1_000 })).rejects.toMatchObject({
    code: 'ERR_NOT_READY',
    message: expect.stringMatching(/may not list and watch EndpointSlices(.|\n)*kind: Role\n(.|\n)*name: bff/),
  });
  await expect(client.read('x', { deadlineMs: 1_000 })).rejects.toThrow(/may not list and watch EndpointSlices/);
});
