import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { credentials, Metadata, makeGenericClientConstructor, ServerCredentials, status } from '@grpc/grpc-js';
import {
  type ClientFactory,
  channelOptionsFor,
  createClientFactory,
  type KitEvent,
  type TlsPolicy,
} from '@org/grpc-kit';
import { type Issued, MountedSecret, TestCa, until } from '@org/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTextBackend, staticTarget, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

// biome-ignore lint/suspicious/noExplicitAny: a class that is made at run time has no types of its methods.
const TextClient = makeGenericClientConstructor(TextService, 'TextService') as any;
const serverCa = new TestCa('servers');
const clientCa = new TestCa('clients');
const issueClient = () => clientCa.issue({ commonName: 'caller' });

let secret: MountedSecret;
let backend: TextBackend;
let factory: ClientFactory;
let events: KitEvent[];

const files = (issued: Issued) => ({ 'ca.crt': serverCa.cert, 'tls.crt': issued.cert, 'tls.key': issued.key });

beforeEach(async () => {
  events = [];
  secret = new MountedSecret(files(issueClient()));
  const { cert, key } = serverCa.issue({ commonName: 'text', dnsNames: ['text.shop'], ipAddresses: ['127.0.0.2'] });
  backend = await startTextBackend({
    host: '127.0.0.2',
    credentials: ServerCredentials.createSsl(
      Buffer.from(clientCa.cert),
      [{ cert_chain: Buffer.from(cert), private_key: Buffer.from(key) }],
      true,
    ),
  });
  backend.unary = (call) => call.getAuthContext()?.sslPeerCertificate?.serialNumber ?? 'nobody';
  factory = createClientFactory({ metrics: { event: (event) => void events.push(event) } });
});
afterEach(async () => {
  await factory.close();
  backend.close();
  secret.close();
});

function client(tls: Partial<TlsPolicy> = {}) {
  const paths = { caFile: secret.path('ca.crt'), certFile: secret.path('tls.crt'), keyFile: secret.path('tls.key') };
  return factory.client(TextService, staticTarget([backend]), { tls: { ...paths, serverName: 'text.shop', ...tls } });
}

test('certificates from files, and the server by the name that the policy gives', async () => {
  const serial = new X509Certificate(readFileSync(secret.path('tls.crt'))).serialNumber;
  expect(await client().read('x')).toBe(serial);
  await expect(client({ serverName: 'other.shop' }).write('x')).rejects.toMatchObject({
    code: status.UNAVAILABLE,
    details: expect.stringMatching(/other\.shop/),
  });
});

test('an IP address is verified, and is no name that TLS sends', async () => {
  const { serverName: _none, ...paths } = {
    caFile: secret.path('ca.crt'),
    certFile: secret.path('tls.crt'),
    keyFile: secret.path('tls.key'),
    serverName: '',
  };
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on('warning', onWarning);
  const byAddress = factory.client(TextService, staticTarget([backend]), { tls: paths });
  await byAddress.read('x');
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});

test('credentials of a channel go with every call of a generated client', async () => {
  const pem = (name: string) => readFileSync(secret.path(name));
  let minted = 0;
  const token = credentials.createFromMetadataGenerator((_options, callback) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${++minted}`);
    callback(null, metadata);
  });
  const secure = credentials.combineChannelCredentials(
    credentials.createSsl(pem('ca.crt'), pem('tls.key'), pem('tls.crt')),
    token,
  );
  const seen: string[] = [];
  backend.unary = (call) => {
    seen.push(String(call.metadata.get('authorization')));
    return 'x';
  };
  const target = staticTarget([backend]);
  const native = new TextClient(target, secure, channelOptionsFor(target));
  const read = () =>
    new Promise((resolve, reject) =>
      native.read('x', (error: Error | null, text: string) => (error ? reject(error) : resolve(text))),
    );
  for (let call = 0; call < 4; call++) await read();
  native.close();
  // One of the five was for the health of the backend.
  expect(new Set(seen).size).toBe(4);
  expect(seen.filter((one) => !/^Bearer [1-5]$/.test(one))).toEqual([]);
});

test('a rotated Secret is taken up without a failed call, and old connections are replaced', async () => {
  const calls = client();
  await calls.read('x');
  const failures: unknown[] = [];
  const seen = new Set<string>();
  let going = true;
  const load = (async () => {
    while (going) seen.add(await calls.write('x').catch((error) => `${failures.push(error)}`));
  })();
  const next = issueClient();
  secret.swap(files(next));
  await until('the new certificate is in use', () => seen.has(next.serial), 20_000);
  await until('and only that', async () => {
    seen.clear();
    await calls.write('x');
    await calls.write('x');
    return seen.size === 1 && seen.has(next.serial);
  });
  going = false;
  await load;
  expect(failures).toEqual([]);
  expect(events).toContainEqual({ kind: 'tls_reloaded', side: 'client', serial: next.serial });
});

test('a pair that does not match is refused by name, and the old one stays in use', async () => {
  const calls = client();
  const before = await calls.read('x');
  secret.swap({ ...files(issueClient()), 'tls.key': issueClient().key });
  const rejected = await until('it is rejected', () => events.find(({ kind }) => kind === 'tls_rejected'), 20_000);
  expect(rejected).toMatchObject({
    side: 'client',
    error: { code: 'ERR_TLS', message: expect.stringMatching(/tls\.crt.*does not belong to the key.*tls\.key/) },
  });
  expect(await calls.read('x')).toBe(before);
});

test('files that cannot be used are refused when the client is made', () => {
  secret.swap({ ...files(issueClient()), 'tls.key': issueClient().key });
  expect(() => client()).toThrow(expect.objectContaining({ code: 'ERR_TLS' }));
  expect(() => client({ caFile: '/nowhere/ca.crt' })).toThrow(/nowhere.*ENOENT/);
});

test('TLS against plaintext, and plaintext against TLS, say what is wrong', async () => {
  const plain = await startTextBackend({ host: '127.0.0.3' });
  const paths = { caFile: secret.path('ca.crt') };
  const toPlain = factory.client(TextService, staticTarget([plain]), { tls: paths, deadlineMs: 5_000 });
  await expect(toPlain.write('x')).rejects.toMatchObject({
    code: status.UNAVAILABLE,
    details: expect.stringMatching(/127\.0\.0\.3:\d+: the peer does not speak TLS/),
    target: staticTarget([plain]),
  });
  const toTls = factory.client(TextService, staticTarget([backend]), { deadlineMs: 5_000 });
  await expect(toTls.write('x')).rejects.toMatchObject({
    code: status.UNAVAILABLE,
    target: staticTarget([backend]),
  });
  plain.close();
});

test('the system’s roots do not know a test authority', async () => {
  const trusting = factory.client(TextService, staticTarget([backend]), { tls: {}, deadlineMs: 5_000 });
  await expect(trusting.write('x')).rejects.toMatchObject({
    code: status.UNAVAILABLE,
    details: expect.stringMatching(/certificate|self.signed|issuer/i),
  });
});
