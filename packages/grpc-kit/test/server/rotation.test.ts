import { type Issued, MountedSecret, TestCa, until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { type ClientFactory, createClientFactory } from '../../src/index.js';
import type { KitEvent } from '../../src/observe/observer.js';
import { echoDefinition } from './echo-service.js';
import { type Served, serveEcho } from './serve.js';

const ca = new TestCa('cluster');
const nextCa = new TestCa('cluster, next');
const bundle = ca.cert + nextCa.cert;
const secretOf = (issued: Issued, trusted = bundle) => ({
  'tls.crt': issued.cert,
  'tls.key': issued.key,
  'ca.crt': trusted,
});
const serverCertificate = (by = ca) => by.issue({ commonName: 'greeter', ipAddresses: ['127.0.0.1'] });
const clientCertificate = (by = ca) => by.issue({ commonName: 'bff', uris: ['spiffe://cluster.local/ns/shop/sa/bff'] });

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function mount(issued: Issued): MountedSecret {
  const secret = new MountedSecret(secretOf(issued));
  cleanups.push(() => secret.close());
  return secret;
}

test('scenario 14: both sides rotate through ..data under 100 calls a second, none fails, broken pairs are refused', async () => {
  const serverSecret = mount(serverCertificate());
  const clientSecret = mount(clientCertificate());
  const clientSerials = new Set<string>();
  const events: KitEvent[] = [];
  const observer = { event: (event: KitEvent) => void events.push(event) };

  const served: Served = await serveEcho(
    { unary: async ({ request }) => request },
    {
      tls: {
        certFile: serverSecret.path('tls.crt'),
        keyFile: serverSecret.path('tls.key'),
        clientCaFile: serverSecret.path('ca.crt'),
      },
      authorize: ({ certificate }) => {
        clientSerials.add(certificate?.serial ?? '');
        return true;
      },
      metrics: observer,
    },
  );
  cleanups.push(() => served.close());
  const factory: ClientFactory = createClientFactory({
    metrics: observer,
    policy: {
      retry: false,
      tls: {
        caFile: clientSecret.path('ca.crt'),
        certFile: clientSecret.path('tls.crt'),
        keyFile: clientSecret.path('tls.key'),
      },
    },
  });
  cleanups.push(() => factory.close());
  const client = factory.client(echoDefinition, `static:///127.0.0.1:${served.port}`);
  await factory.ready();

  let calls = 0;
  const failures: unknown[] = [];
  const load = setInterval(() => {
    calls++;
    client.unary({ text: 'x' }).catch((error: unknown) => failures.push(error));
  }, 10);
  cleanups.push(() => clearInterval(load));
  await until('load', () => calls > 50);

  const reloaded = (side: 'client' | 'server', serial: string) => () =>
    events.some((event) => event.kind === 'tls_reloaded' && event.side === side && event.serial === serial);
  const rejected = (side: 'client' | 'server') => () =>
    events.some((event) => event.kind === 'tls_rejected' && event.side === side);

  // The server first, from the next authority; its connections come again and see the new certificate.
  const opened = () => events.filter((event) => event.kind === 'backend_state' && event.to === 'ready').length;
  const before = opened();
  const second = serverCertificate(nextCa);
  serverSecret.swap(secretOf(second));
  await until('the server to reload', reloaded('server', second.serial), 15_000);
  await until('its connections to come again', () => opened() > before, 15_000);

  // Then the client; the server sees the new serial number.
  const third = clientCertificate(nextCa);
  clientSecret.swap(secretOf(third));
  await until('the client to reload', reloaded('client', third.serial), 15_000);
  await until('the server to see the new client certificate', () => clientSerials.has(third.serial), 15_000);

  // Broken pairs on both sides: nothing changes, and it is said.
  serverSecret.swap({ ...secretOf(serverCertificate()), 'tls.key': third.key });
  clientSecret.swap({ ...secretOf(clientCertificate()), 'tls.key': second.key });
  await until('both to refuse', () => rejected('server')() && rejected('client')(), 15_000);
  const atRejection = calls;
  await until('more load', () => calls > atRejection + 100);
  clearInterval(load);

  expect(failures).toEqual([]);
  expect(calls).toBeGreaterThan(150);
  expect(
    served.log.lines.some((line) =>
      /^server certificates are kept as they were: TLS file .*does not belong/.test(line.message),
    ),
  ).toBe(true);
});
