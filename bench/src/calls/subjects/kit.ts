import { Client } from '@grpc/grpc-js';
import { type ChannelPolicy, createClientFactory } from '@org/grpc-kit';
import { clientMetrics } from '@org/grpc-kit/metrics';
import { Registry } from 'prom-client';
import { downloadRequest, EchoService } from '../../echo.js';
import { genericSubject } from './plain.js';
import type { CallSubject } from './subject.js';

/** Nothing but balancing: no deadline, retries, health checks, outlier detection. */
const BARE: ChannelPolicy = {
  deadlineMs: Number.POSITIVE_INFINITY,
  retry: false,
  healthCheck: false,
  outlierDetection: false,
};

function open(address: string, policy: ChannelPolicy, metrics: boolean): CallSubject {
  const factory = createClientFactory(metrics ? { metrics: clientMetrics(new Registry()) } : {});
  const client = factory.client(EchoService, `static:///${address}`, policy);
  return {
    unary: async (payload) => (await client.echo(payload)).length,
    download: async (count, size) => {
      let messages = 0;
      for await (const _ of client.download(downloadRequest(count, size))) messages++;
      return messages;
    },
    close: () => factory.close(),
  };
}

/** The promise client under a policy, with or without metrics. */
export const kitClient =
  (policy: ChannelPolicy, { metrics = false } = {}): ((address: string) => CallSubject) =>
  (address) =>
    open(address, policy, metrics);

/** The promise client with all of it off. */
export const kitBare = kitClient(BARE);

/** A generated client, as `native()` configures it. */
export function kitNative(address: string): CallSubject {
  const factory = createClientFactory();
  const subject = genericSubject(factory.native(Client, `static:///${address}`));
  return { ...subject, close: () => factory.close() };
}
