import { expect, test } from 'vitest';
import {
  channelOptionsFor,
  createClientFactory,
  dnsDiscovery,
  policyFromEnv,
  srvDiscovery,
  staticDiscovery,
} from './index.js';
import { knownOptions } from './known-options.js';
import { kubernetesDiscovery } from './kubernetes/index.js';
import { callLog, createLogger, forwardGrpcLogs } from './observe/logging/index.js';
import { clientMetrics, serverMetrics } from './observe/metrics/index.js';
import { createServer } from './server/index.js';
import { loadXds } from './xds/index.js';

const registry = { registerMetric: () => undefined } as never;
const logger = createLogger({ level: 'silent' });
const wrong = { misspelt: 1 } as never;

/** Every function that takes options, given one that it does not have. */
const takers: Readonly<Record<string, () => unknown>> = {
  createClientFactory: () => createClientFactory(wrong),
  ready: () => createClientFactory().ready(wrong),
  channelOptionsFor: () => channelOptionsFor('dns:///a:1', {}, wrong),
  dnsDiscovery: () => dnsDiscovery(wrong),
  srvDiscovery: () => srvDiscovery(wrong),
  staticDiscovery: () => staticDiscovery(wrong),
  kubernetesDiscovery: () => kubernetesDiscovery(wrong),
  policyFromEnv: () => policyFromEnv({}, wrong),
  clientMetrics: () => clientMetrics(registry, wrong),
  serverMetrics: () => serverMetrics(registry, wrong),
  createLogger: () => createLogger(wrong),
  callLog: () => callLog(logger, wrong),
  forwardGrpcLogs: () => forwardGrpcLogs(logger, wrong),
  loadXds: () => loadXds(wrong),
  createServer: () => createServer(wrong),
  closeOn: () => createServer().closeOn(['SIGUSR2'], wrong),
  close: () => createServer().close(wrong),
};

test.each(Object.entries(takers))('%s refuses an option that it does not have', async (name, take) => {
  const refused = async () => await take();
  await expect(refused()).rejects.toMatchObject({
    name: 'GrpcKitError',
    code: 'ERR_POLICY_INVALID',
    message: expect.stringMatching(`^${name} (?:options|extras)\\.misspelt is not an option; known are `),
  });
});

test('the nearest option is named, and what is no object at all', () => {
  const known = { timeoutMs: true, signal: true } as const;
  const given = { timeoutMs: 1 };
  expect(knownOptions(given, 'ready options', known)).toBe(given);
  expect(() => knownOptions({ timeoutMS: 1 } as never, 'ready options', known)).toThrow(
    'ready options.timeoutMS is not an option; did you mean timeoutMs?',
  );
  for (const value of [null, 'fast', 5]) {
    expect(() => knownOptions(value as never, 'ready options', known)).toThrow(
      'must be an object with timeoutMs, signal',
    );
  }
});
