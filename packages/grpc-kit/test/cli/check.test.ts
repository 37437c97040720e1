import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Server as GrpcServer,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { type Issued, startDnsServer, TestCa } from '@org/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CheckReport } from '../../src/cli/report.js';
import { run } from '../../src/cli/run.js';
import { type HealthCheckRequest, healthDefinition } from '../../src/health-protocol.js';
import { startTextBackend, type TextBackendOptions } from '../support/text-backend.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const directory = mkdtempSync(join(tmpdir(), 'grpc-kit-check-'));
const ca = new TestCa('test CA');
let server: Issued;
let caFile: string;
let clientTls: readonly string[];
beforeAll(() => {
  server = ca.issue({ commonName: 'greeter', dnsNames: ['greeter.test'], ipAddresses: ['127.0.0.1'] });
  const client = ca.issue({ commonName: 'bff' });
  caFile = file('ca.crt', ca.cert);
  clientTls = [
    '--tls-ca',
    caFile,
    '--tls-cert',
    file('tls.crt', client.cert),
    '--tls-key',
    file('tls.key', client.key),
  ];
});
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

async function grpcKit(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await run(args, { write: (text) => (out += text), writeError: (text) => (err += text) });
  return { code, out, err };
}

async function report(...args: readonly string[]): Promise<{ code: number; found: CheckReport }> {
  const { code, out } = await grpcKit('check', ...args, '--json');
  return { code, found: JSON.parse(out) };
}

async function backend(options: TextBackendOptions = {}) {
  const started = await startTextBackend({ health: true, ...options });
  closers.push(() => started.close());
  return started;
}

const secure = (issued: Issued, wantsClient = false): ServerCredentials =>
  ServerCredentials.createSsl(
    Buffer.from(ca.cert),
    [{ cert_chain: Buffer.from(issued.cert), private_key: Buffer.from(issued.key) }],
    wantsClient,
  );

/** Listens on a port of loopback until the test ends. */
async function listening(tcp: Server): Promise<number> {
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  closers.push(() => tcp.close());
  return (tcp.address() as AddressInfo).port;
}

describe('backends', () => {
  test('that take calls: exit code 0, health and figures', async () => {
    const [a, b] = [await backend(), await backend({ host: '127.0.0.2', health: false })];
    const { code, found } = await report(`static:///${a.address},${b.address}`);
    expect(found).toMatchObject({
      ok: true,
      backends: [
        { address: a.address, health: 'SERVING', connectMs: expect.any(Number), roundTripMs: expect.any(Number) },
        { address: b.address, health: 'NOT_IMPLEMENTED' },
      ],
    });
    expect(code).toBe(0);
    const { out } = await grpcKit('check', `static:///${a.address}`);
    expect(out).toMatch(
      /^static:\/\/\/.*: 1 backend, resolved in .* ms\n\n {2}127\.0\.0\.1:\d+ {2}ok {4}SERVING, connected in .* ms, round trip .* ms\n\nall is well\n$/,
    );
  });

  test('that are not healthy, or do not know the service', async () => {
    const { address, health } = await backend();
    health.set('not serving');
    const sick = await report(`static:///${address}`);
    expect(sick).toMatchObject({ code: 1, found: { backends: [{ health: 'NOT_SERVING' }] } });
    expect(sick.found.backends[0]?.problem).toMatch(/is NOT_SERVING, so clients of the kit send it no calls/);
  });

  test('whose health call fails: the status decides what it means', async () => {
    const refusing = new GrpcServer();
    refusing.addService(
      { check: healthDefinition.check },
      {
        check: ({ request }: ServerUnaryCall<HealthCheckRequest, object>, callback: sendUnaryData<object>) =>
          callback({ code: status[request.service as keyof typeof status], details: 'says no' }),
      },
    );
    closers.push(() => refusing.forceShutdown());
    const port = await new Promise<number>((resolve) =>
      refusing.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound)),
    );
    for (const [service, health, problem] of [
      ['NOT_FOUND', 'SERVICE_UNKNOWN', 'knows no service "NOT_FOUND"'],
      ['UNAUTHENTICATED', 'UNAUTHENTICATED', undefined],
      ['UNIMPLEMENTED', 'NOT_IMPLEMENTED', undefined],
      ['INTERNAL', 'INTERNAL', 'the health call failed: INTERNAL: says no'],
    ] as const) {
      const { found } = await report(`static:///127.0.0.1:${port}`, '--service', service);
      expect(found.backends[0]).toMatchObject({ health });
      expect(found.backends[0]?.problem).toBe(problem);
    }
  });

  test('that are none: each says what it is instead', async () => {
    const http = await listening(createHttpServer((_request, response) => response.end('hello')) as unknown as Server);
    const silent = await listening(createTcpServer());
    const closed = await listening(createTcpServer((socket) => socket.destroy()));
    const tls = await backend({ credentials: secure(server) });
    const nobody = createTcpServer();
    const gone = await listening(nobody);
    nobody.close();
    const problems: [number, RegExp][] = [
      [http, /speaks no HTTP\/2 .*; is that the port of an HTTP\/1\.1 server\?/],
      [silent, /takes connections and says nothing: no HTTP\/2 settings came/],
      [closed, /speaks no HTTP\/2/],
      [tls.port, /it speaks TLS: add --tls-ca FILE, or --tls/],
      [gone, /nothing listens there \(ECONNREFUSED\)/],
    ];
    const targets = problems.map(([port]) => `127.0.0.1:${port}`);
    const { code, found } = await report(`static:///${targets.join(',')}`, '--timeout', '500ms');
    expect(code).toBe(1);
    for (const [port, problem] of problems) {
      expect(found.backends.find(({ address }) => address === `127.0.0.1:${port}`)?.problem).toMatch(problem);
    }
    const { out } = await grpcKit('check', `static:///127.0.0.1:${gone}`);
    expect(out).toMatch(/FAIL {2}nothing listens there \(ECONNREFUSED\)\n\n1 of 1 backend cannot be used\n$/);
  });

  test('on a Unix socket', async () => {
    const { code, found } = await report(`unix:${join(directory, 'none.sock')}`);
    expect(code).toBe(1);
    expect(found.backends[0]).toMatchObject({
      address: join(directory, 'none.sock'),
      problem: /cannot be connected to \(ENOENT\)/,
    });
  });
});

describe('TLS', () => {
  test('shows the certificate and when it ends', async () => {
    const soon = ca.issue({
      commonName: 'greeter',
      ipAddresses: ['127.0.0.1'],
      validTo: new Date(Date.now() + 100 * 3_600_000),
    });
    const { address } = await backend({ credentials: secure(soon) });
    const { code, found } = await report(`static:///${address}`, '--tls-ca', caFile);
    expect(found).toMatchObject({
      backends: [{ health: 'SERVING', certificate: { subject: 'greeter', issuer: 'test CA', daysLeft: 4 } }],
      advice: [{ level: 'warning', text: '1 of 1 backends: the certificate expires within 14 days, the first in 4' }],
    });
    expect(code).toBe(0);
    const { out } = await grpcKit('check', `static:///${address}`, '--tls-ca', caFile);
    expect(out).toMatch(/certificate greeter for 127\.0\.0\.1, by test CA, until \d{4}-\d\d-\d\d \(4 days\)/);
  });

  test('a certificate for other names, from a foreign CA, expired', async () => {
    const expired = ca.issue({
      commonName: 'greeter',
      ipAddresses: ['127.0.0.1'],
      validTo: new Date(Date.now() - 1_000),
    });
    const [good, late] = [
      await backend({ credentials: secure(server) }),
      await backend({ credentials: secure(expired) }),
    ];
    const foreign = file('foreign.crt', new TestCa('foreign').cert);
    for (const [target, args, problem] of [
      [
        good,
        ['--tls-ca', caFile, '--server-name', 'other.test'],
        /it is for other names; set --server-name to one of them/,
      ],
      [good, ['--tls-ca', foreign], /its certificate is refused: .*give .* as --tls-ca/],
      [late, ['--tls-ca', caFile], /it has expired \(CERT_HAS_EXPIRED\)/],
    ] as const) {
      const { code, found } = await report(`static:///${target.address}`, ...args);
      expect(code).toBe(1);
      expect(found.backends[0]?.problem).toMatch(problem);
    }
    const named = await report(`static:///${good.address}`, '--tls-ca', caFile, '--server-name', 'greeter.test');
    expect(named.found.backends[0]).toMatchObject({ health: 'SERVING' });
  });

  test('a server that wants a certificate of the client', async () => {
    const { address } = await backend({ credentials: secure(server, true) });
    const without = await report(`static:///${address}`, '--tls-ca', caFile);
    expect(without.found.backends[0]?.problem).toMatch(/wants a certificate of this client that it trusts/);
    const { code } = await report(`static:///${address}`, ...clientTls);
    expect(code).toBe(0);
  });

  test('against plaintext', async () => {
    const { address } = await backend();
    const { found } = await report(`static:///${address}`, '--tls');
    expect(found.backends[0]?.problem).toMatch(/speaks no TLS .*: leave the TLS options out/);
  });
});

describe('targets', () => {
  test('a name with one address: nothing to balance', async () => {
    const dns = await startDnsServer();
    closers.push(() => dns.close());
    const { port } = await backend();
    dns.setAddresses('greeter.test', ['127.0.0.1']);
    const { code, found } = await report(`dns://${dns.address}/greeter.test:${port}`);
    expect(found.advice).toMatchObject([{ level: 'warning', text: /one address behind round_robin/ }]);
    expect(code).toBe(0);
  });

  test('that cannot be resolved', async () => {
    const dns = await startDnsServer();
    closers.push(() => dns.close());
    const absent = await report(`dns://${dns.address}/absent.test:80`);
    expect(absent).toMatchObject({ code: 1, found: { backends: [], advice: [{ level: 'error', text: /ENOTFOUND/ }] } });
    dns.behave('silent');
    const silent = await report(`dns://${dns.address}/absent.test:80`, '--timeout', '200ms');
    expect(silent.found.advice).toMatchObject([{ text: /the look-up has not been answered within 200 ms/ }]);
    const { out } = await grpcKit('check', `dns://${dns.address}/absent.test:80`, '--timeout', '200ms');
    expect(out).toMatch(/^error: .*\nno backend was found\n$/);
  });

  test('of Kubernetes and xDS, where there is neither', async () => {
    const k8s = await report('k8s:///greeter.default:80', '--kubeconfig', join(directory, 'none'));
    expect(k8s).toMatchObject({ code: 1, found: { advice: [{ text: /kubeconfig ".*none" does not exist/ }] } });
    const xds = await report('xds:///greeter');
    expect(xds).toMatchObject({ code: 1, found: { advice: [{ text: /there is no xDS bootstrap/ }] } });
  });
});

describe('bad usage: exit code 2', () => {
  test.each([
    [[], /grpc-kit: no command\n\nUsage: grpc-kit check TARGET/],
    [['frob'], /unknown command "frob"/],
    [['check'], /check needs a target/],
    [['check', 'dns:///a:1', 'dns:///b:1'], /check takes one target; "dns:\/\/\/b:1" is too much/],
    [['check', 'dns:///a:1', '--frob'], /Unknown option '--frob'/],
    [['check', 'dns:///a:1', '--timeout', '5'], /--timeout is "5"; expected a time from 10ms to 600s/],
    [
      ['check', 'localhost:80'],
      /^grpc-kit: target "localhost:80" is not one of .*; did you mean dns:\/\/\/localhost:80\?\n$/,
    ],
    [['check', 'dns:///a'], /"a" has no port; write name:port/],
    [['check', 'dns:///a:1', '--tls-cert', 'x'], /policy\.tls\.keyFile is undefined, but must be given together/],
    [
      ['check', 'dns:///a:1', '--tls-ca', '/nowhere/ca.crt'],
      /TLS file "\/nowhere\/ca\.crt": cannot be read \(ENOENT\)/,
    ],
  ])('%j', async (args, message) => {
    const { code, out, err } = await grpcKit(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(message);
  });
});

describe('as a program', () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, ['--conditions=@org/source', '--import', 'tsx', main, ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
      timeout: 50_000,
    });

  test('help and bad usage', () => {
    expect(start(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('Exit codes: 0') });
    expect(start(['frob'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('unknown command'),
    });
  });

  test('an xds target whose control plane is away: says so, and ends', () => {
    const servers = [{ server_uri: '127.0.0.1:9', channel_creds: [{ type: 'insecure' }], server_features: ['xds_v3'] }];
    const bootstrap = JSON.stringify({ xds_servers: servers, node: { id: 'check' } });
    const { status: code, stdout } = start(['check', 'xds:///greeter', '--timeout', '1s'], {
      GRPC_XDS_BOOTSTRAP_CONFIG: bootstrap,
    });
    expect(stdout).toMatch(/greeter {2}FAIL {2}.*control plane 127\.0\.0\.1:9 cannot be reached/);
    expect(code).toBe(1);
  });
});
