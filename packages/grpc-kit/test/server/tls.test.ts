import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { connectivityState, credentials, status } from '@grpc/grpc-js';
import { type CertificateRequest, type Issued, MountedSecret, TestCa, until } from '@org/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Authorize, createServer, type Peer, type ServerOptions, type ServerTls } from '../../src/server/index.js';
import { type Served, serveEcho } from './serve.js';

const serverCa = new TestCa('servers');
const clientCa = new TestCa('clients');
const billing = 'spiffe://cluster.local/ns/shop/sa/billing';

let secret: MountedSecret;
let served: Served | undefined;
let handled = 0;

const secretFiles = (issued: Issued) => ({ 'tls.crt': issued.cert, 'tls.key': issued.key, 'ca.crt': clientCa.cert });
const serverCertificate = () => serverCa.issue({ commonName: 'greeter', dnsNames: ['greeter.shop'] });

beforeEach(() => {
  handled = 0;
  secret = new MountedSecret(secretFiles(serverCertificate()));
});
afterEach(async () => {
  await served?.close();
  served = undefined;
  secret.close();
});

async function serve(tls: Partial<ServerTls> = {}, options: ServerOptions = {}): Promise<Served> {
  served = await serveEcho(
    {
      unary: async (call) => {
        handled++;
        return { text: call.request.text };
      },
    },
    { ...options, tls: { certFile: secret.path('tls.crt'), keyFile: secret.path('tls.key'), pollMs: 200, ...tls } },
  );
  return served;
}

const mutual = (): Partial<ServerTls> => ({ clientCaFile: secret.path('ca.crt') });

function call({ connect }: Served, client?: Issued) {
  const creds = credentials.createSsl(
    Buffer.from(serverCa.cert),
    client ? Buffer.from(client.key) : null,
    client ? Buffer.from(client.cert) : null,
  );
  const options = { 'grpc.ssl_target_name_override': 'greeter.shop' };
  return connect(options, creds).unary('hi', { deadline: Date.now() + 3_000 });
}

const client = (request: Partial<CertificateRequest> = {}) =>
  clientCa.issue({ commonName: 'billing', uris: [billing], ...request });

describe('mTLS', () => {
  test('serves a client with a certificate of the right authority, and knows who it is', async () => {
    let seen: Peer | undefined;
    const running = await serve(mutual(), {
      authorize: (peer) => {
        seen = peer;
        return true;
      },
    });
    const issued = client({ dnsNames: ['billing.shop'], ipAddresses: ['10.0.0.7'] });
    expect(await call(running, issued)).toEqual({ messages: [{ text: 'hi' }] });
    expect(seen).toMatchObject({
      address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      spiffeId: billing,
      certificate: {
        subject: 'CN=billing',
        serial: issued.serial,
        uris: [billing],
        dnsNames: ['billing.shop'],
        ipAddresses: ['10.0.0.7'],
        emails: [],
      },
    });
  });

  const refusals: [string, () => Issued | undefined, Partial<ServerTls>, RegExp][] = [
    ['no certificate', () => undefined, {}, /^no client certificate$/],
    [
      'another authority',
      () => new TestCa('strangers').issue({ commonName: 'billing', uris: [billing] }),
      {},
      /^client certificate of URI:spiffe:.* is not vouched for by clientCaFile \(\w+\); its issuer is CN=strangers$/,
    ],
    [
      'an expired certificate',
      () => client({ validFrom: new Date('2020-01-01'), validTo: new Date('2021-01-01') }),
      {},
      /^client certificate of URI:.* expired at Jan {2}1 00:00:00 2021 GMT$/,
    ],
    [
      'another name',
      () => client({ uris: ['spiffe://cluster.local/ns/other/sa/billing'] }),
      { clientNames: ['spiffe://cluster.local/ns/shop/*', 'billing.shop'] },
      /^client certificate names URI:spiffe:\/\/cluster.local\/ns\/other\/sa\/billing, none of which is in clientNames$/,
    ],
  ];
  test.each(refusals)('refuses %s, says why in the log, and runs no handler', async (_name, issue, tls, reason) => {
    const running = await serve({ ...mutual(), ...tls });
    const { error } = await call(running, issue());
    expect([status.UNAVAILABLE, status.DEADLINE_EXCEEDED]).toContain(error?.code);
    const refusal = running.log.lines.find((line) => line.message.startsWith('peer refused'));
    expect(refusal?.fields).toMatchObject({
      peer: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      reason: expect.stringMatching(reason),
    });
    expect(handled).toBe(0);
  });

  test.each([['spiffe://cluster.local/ns/shop/*'], [billing], ['billing.shop']])(
    'clientNames %s lets a client in',
    async (name) => {
      const running = await serve({ ...mutual(), clientNames: [name] });
      expect((await call(running, client({ dnsNames: ['billing.shop'] }))).error).toBeUndefined();
    },
  );
});

describe('TLS', () => {
  test('refuses peers that speak plaintext, no HTTP/2, or distrust it, each with the reason', async () => {
    const running = await serve();
    const reasons = () => running.log.lines.map((line) => String(line.fields['reason'] ?? ''));
    await running.connect().unary('hi', { deadline: Date.now() + 1_000 });
    await until('plaintext', () => reasons().some((reason) => /^speaks plaintext to a TLS port/.test(reason)));

    const socket = connectTls({ port: running.port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.on('error', () => {});
    await until('no ALPN', () => reasons().some((reason) => /^does not speak HTTP\/2/.test(reason)));
    socket.destroy();

    const distrusting = credentials.createSsl(Buffer.from(clientCa.cert));
    await running.connect({}, distrusting).unary('hi', { deadline: Date.now() + 1_000 });
    await until('distrust', () => reasons().some((reason) => /certificate|handshake/.test(reason)));
    expect(handled).toBe(0);
  });

  test('drops peers that finish the handshake and then say nothing, and those that never finish it', async () => {
    const running = await serve({}, { handshakeTimeoutMs: 200 });
    const silent = connectTls({
      port: running.port,
      host: '127.0.0.1',
      servername: 'greeter.shop',
      ca: serverCa.cert,
      ALPNProtocols: ['h2'],
    });
    const mute = connectTcp(running.port, '127.0.0.1');
    for (const socket of [silent, mute]) socket.on('error', () => {}).resume();
    await until('both to be dropped', () => silent.closed && mute.closed);
    const reasons = running.log.lines.map((line) => line.fields['reason']).filter(Boolean);
    expect(reasons.sort()).toEqual(['TLS handshake failed (ERR_TLS_HANDSHAKE_TIMEOUT)', 'spoke no HTTP/2 in 200 ms']);
    const busy = credentials.createSsl(Buffer.from(serverCa.cert));
    const client = running.connect({ 'grpc.ssl_target_name_override': 'greeter.shop' }, busy);
    await client.unary('1');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await client.unary('2')).messages).toEqual([{ text: '2' }]);
    expect(client.getChannel().getConnectivityState(false)).toBe(connectivityState.READY);
    expect(running.log.lines.map((line) => line.fields['reason']).filter(Boolean)).toHaveLength(2);
  });

  test('a server whose files do not fit together does not start, and says which', () => {
    const other = new MountedSecret(secretFiles(serverCertificate()));
    const start = (tls: ServerTls) => () => createServer({ tls });
    const certFile = secret.path('tls.crt');
    expect(start({ certFile, keyFile: other.path('tls.key') })).toThrow(
      /tls.crt": the certificate does not belong to the key/,
    );
    expect(start({ certFile, keyFile: secret.path('absent') })).toThrow(/absent": cannot be read \(ENOENT\)/);
    expect(start({ certFile, keyFile: certFile })).toThrow(/tls.crt": holds no PEM private key/);
    expect(start({ certFile: secret.path('tls.key'), keyFile: certFile })).toThrow(
      /tls.key": holds something that is no/,
    );
    expect(start({ certFile } as ServerTls)).toThrow(/keyFile .*must be the path of a PEM file/);
    other.close();
  });

  test('follows a swapped Secret, and keeps the old pair when the new one is broken', async () => {
    const running = await serve(mutual());
    const presented = () =>
      new Promise<string>((resolve, reject) => {
        const issued = client();
        const socket = connectTls({
          port: running.port,
          host: '127.0.0.1',
          ca: serverCa.cert,
          servername: 'greeter.shop',
          cert: issued.cert,
          key: issued.key,
          ALPNProtocols: ['h2'],
        });
        socket.once('secureConnect', () => {
          resolve(socket.getPeerX509Certificate()?.serialNumber ?? '');
          socket.destroy();
        });
        socket.once('error', reject);
      });
    const second = serverCertificate();
    secret.swap(secretFiles(second));
    await until('the new certificate', async () => (await presented()) === second.serial, 15_000);

    secret.swap({ ...secretFiles(serverCertificate()), 'tls.key': second.key });
    await until(
      'the refusal in the log',
      () => running.log.lines.some((line) => /certificates are kept/.test(line.message)),
      15_000,
    );
    expect(await presented()).toBe(second.serial);
    expect((await call(running, client())).error).toBeUndefined();

    const third = serverCertificate();
    secret.swap(secretFiles(third));
    await until('the repaired pair', async () => (await presented()) === third.serial, 15_000);
  });
});

describe('authorize', () => {
  const verdicts: [string, Authorize, string | undefined][] = [
    ['yes', () => true, undefined],
    ['a promised yes', async () => true, undefined],
    ['no', () => false, 'not permitted to call /test.Echo/Unary'],
    ['a sentence', async () => 'closed on Sundays', 'closed on Sundays'],
    ['nothing', (() => undefined) as never, 'not permitted to call /test.Echo/Unary'],
    [
      'an error',
      () => {
        throw new Error('policy server down');
      },
      'not permitted to call /test.Echo/Unary',
    ],
    [
      'a rejection',
      async () => {
        throw new Error('policy server down');
      },
      'not permitted to call /test.Echo/Unary',
    ],
  ];
  test.each(verdicts)('%s', async (_name, authorize, details) => {
    const running = await serve(mutual(), { authorize });
    const { error, messages } = await call(running, client());
    if (details === undefined) expect(messages).toEqual([{ text: 'hi' }]);
    else expect(error).toMatchObject({ code: status.PERMISSION_DENIED, details });
    expect(handled).toBe(details === undefined ? 1 : 0);
  });

  test('is asked with the method, the peer and the metadata', async () => {
    const running = await serve(mutual(), {
      authorize: ({ spiffeId }, method, { metadata }) =>
        spiffeId === billing && method === '/test.Echo/Unary' && metadata.get('user-agent').length > 0,
    });
    expect((await call(running, client())).error).toBeUndefined();
    expect((await call(running, client({ uris: [billing, `${billing}/two`] }))).error?.code).toBe(
      status.PERMISSION_DENIED,
    );
  });
});
