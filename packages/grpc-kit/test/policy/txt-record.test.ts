import { Client, credentials } from '@grpc/grpc-js';
import { type DnsServer, startDnsServer, until } from '@org/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toChannelOptions } from '../../src/policy/grpc-options.js';
import { resolvePolicy } from '../../src/policy/resolve-policy.js';
import { type EchoServer, startEchoServer } from './echo-server.js';

// Read by grpc-js when it is loaded: with it, its own resolver asks the DNS server of the target.
vi.hoisted(() => {
  process.env['GRPC_NODE_USE_ALTERNATIVE_RESOLVER'] = 'true';
});

let dns: DnsServer;
let server: EchoServer;
beforeAll(async () => {
  [dns, server] = await Promise.all([startDnsServer(), startEchoServer()]);
  dns.setAddresses('echo.test', ['127.0.0.1']);
});
afterAll(async () => {
  server.close();
  await dns.close();
});

test('a service config in a TXT record would replace the policy; with the options of the kit nobody asks for it', async () => {
  const config = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] });
  const questions = async (options: object): Promise<number> => {
    const before = dns.queries.get('TXT echo.test') ?? 0;
    const client = new Client(`dns://${dns.address}/echo.test:${server.port}`, credentials.createInsecure(), {
      ...options,
      'grpc.service_config': config,
    });
    await new Promise<void>((resolve, reject) => {
      client.waitForReady(Date.now() + 20_000, (error) => (error ? reject(error) : resolve()));
    });
    client.close();
    return (dns.queries.get('TXT echo.test') ?? 0) - before;
  };

  await until('plain grpc-js to ask for a TXT record', async () => (await questions({})) > 0);
  expect(await questions({ 'grpc.service_config_disable_resolution': true }), 'true does nothing').toBeGreaterThan(0);
  expect(await questions(toChannelOptions(resolvePolicy({})))).toBe(0);
});
