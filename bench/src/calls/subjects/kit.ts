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

/** The promise client with deadline, retry policy, health checks, outlier detection and metrics. */
export const kitEverything = (address: string): CallSubject => open(address, {}, true);

/** The promise client with its default policy, without metrics. */
export const kitDefault = (address: string): CallSubject => open(address, {}, false);

/** The promise client with all of it off. */
export const kitBare = (address: string): CallSubject => open(address, BARE, false);

/** A generated client, as `native()` configures it. */
export function kitNative(address: string): CallSubject {
  const factory = createClientFactory();
  const subject = genericSubject(factory.native(Client, `static:///${address}`));
  return { ...subject, close: () => factory.close() };
}
