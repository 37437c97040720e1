import { execFile, spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { GreeterService, greeterDescriptors } from '@org/example-proto';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createServer, type KitServer } from '../../src/server/index.js';

const execute = promisify(execFile);
const GRPCURL = 'github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3';
const binaries = join(tmpdir(), 'grpc-kit-foreign-clients');

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.warn('skipped: grpcurl as a foreign client (Go is not installed)');

/** What grpcurl prints, on either stream. */
async function grpcurl(...args: string[]): Promise<string> {
  const command = [join(binaries, 'grpcurl'), '-plaintext', ...args] as const;
  const [file, ...rest] = command;
  const output = await execute(file, rest).catch((error: { stdout: string; stderr: string }) => error);
  return output.stdout + output.stderr;
}

let server: KitServer;
let address: string;
beforeEach(async () => {
  server = createServer({ reflection: greeterDescriptors, drainDelayMs: 0, deadlineMs: 2_000 });
  server.addService(GreeterService, {
    sayHello: async ({ request }) => ({ message: `Hello, ${request.name}`, servedBy: 'test' }) as never,
    watch: (call) => void call.end(),
    whoAmI: async () => ({}) as never,
  });
  address = `127.0.0.1:${await server.listen('127.0.0.1:0')}`;
});
afterEach(() => server.close());

describe.skipIf(!hasGo)('grpcurl', () => {
  beforeAll(async () => {
    await mkdir(binaries, { recursive: true });
    await execute('go', ['install', GRPCURL], { env: { ...process.env, GOBIN: binaries } });
  }, 300_000);

  test('lists and describes what is served', async () => {
    const services = (await grpcurl(address, 'list')).split('\n').filter(Boolean);
    expect(services.sort()).toEqual(['greeter.v1.GreeterService', 'grpc.health.v1.Health']);
    expect(await grpcurl(address, 'describe', 'greeter.v1.GreeterService.SayHello')).toContain('rpc SayHello');
  });

  test('calls a method by reflection alone', async () => {
    const reply = await grpcurl('-d', '{"name":"Ada"}', address, 'greeter.v1.GreeterService/SayHello');
    expect(JSON.parse(reply)).toMatchObject({ message: 'Hello, Ada' });
  });

  test('asks for health, of the server, a service, and one that is not there', async () => {
    const check = (service: string): Promise<string> =>
      grpcurl('-d', JSON.stringify({ service }), address, 'grpc.health.v1.Health/Check');
    expect(JSON.parse(await check(''))).toEqual({ status: 'SERVING' });
    expect(JSON.parse(await check('greeter.v1.GreeterService'))).toEqual({ status: 'SERVING' });
    expect(await check('nobody')).toContain('Code: NotFound');
    server.health.set('greeter.v1.GreeterService', 'NOT_SERVING');
    expect(JSON.parse(await check('greeter.v1.GreeterService'))).toEqual({ status: 'NOT_SERVING' });
    const list = JSON.parse(await grpcurl(address, 'grpc.health.v1.Health/List')) as {
      statuses: Record<string, object>;
    };
    expect(list.statuses['greeter.v1.GreeterService']).toEqual({ status: 'NOT_SERVING' });
    expect(list.statuses['']).toEqual({ status: 'SERVING' });
  });
});

/** Enough of `grpc.reflection.v1` to ask for the list of services. */
async function listServices(path: string): Promise<string> {
  const Client = loadPackageDefinition({
    Reflection: {
      info: {
        path,
        requestStream: true,
        responseStream: true,
        requestSerialize: (bytes: Buffer) => bytes,
        requestDeserialize: (bytes: Buffer) => bytes,
        responseSerialize: (bytes: Buffer) => bytes,
        responseDeserialize: (bytes: Buffer) => bytes,
      },
    },
  } as never)['Reflection'] as unknown as new (
    ...args: unknown[]
  ) => { info(): AsyncIterable<Buffer> & { write(bytes: Buffer): void; end(): void }; close(): void };
  const client = new Client(address, credentials.createInsecure());
  const stream = client.info();
  const listServicesField = Buffer.from([0x3a, 0x01, '*'.charCodeAt(0)]);
  stream.write(listServicesField);
  stream.end();
  let reply = '';
  for await (const message of stream) reply += message.toString('latin1');
  client.close();
  return reply;
}

test.each(['v1', 'v1alpha'])('the reflection protocol %s names every service', async (version) => {
  const reply = await listServices(`/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`);
  expect(reply).toContain('greeter.v1.GreeterService');
  expect(reply).toContain('grpc.health.v1.Health');
});
