import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer as createSocketServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getChannelzServiceDefinition } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { createServer, type KitServer } from '../../src/server/index.js';
import { type Echo, EchoClient, echoDefinition } from './echo-service.js';
import type { EchoHandlers } from './serve.js';

const servers: KitServer[] = [];
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  for (const server of servers.splice(0)) await server.close({ drainDelayMs: 0, deadlineMs: 1_000 });
});

function server(options = {}): KitServer {
  const created = createServer(options);
  created.addService(echoDefinition, {
    unary: async (call: { request: Echo }) => call.request,
  } as unknown as EchoHandlers);
  servers.push(created);
  return created;
}

async function answers(address: string): Promise<boolean> {
  const client = new EchoClient(address);
  const { error } = await client.unary('x', { deadline: Date.now() + 3_000 });
  client.close();
  return error === undefined;
}

describe('listen', () => {
  test('on a port of its own choice, on several addresses, on a name, on a socket', async () => {
    const one = server();
    const directory = mkdtempSync(join(tmpdir(), 'listen-'));
    cleanups.push(() => rmSync(directory, { recursive: true }));
    const port = await one.listen('127.0.0.1:0');
    const other = await one.listen('localhost:0');
    const path = join(directory, 'grpc.sock');
    expect(await one.listen(`unix:${path}`)).toBe(0);
    expect(port).toBeGreaterThan(0);
    expect(other).not.toBe(port);
    for (const address of [`127.0.0.1:${port}`, `localhost:${other}`, `unix:${path}`])
      expect(await answers(address)).toBe(true);
    expect(one.health.get('')).toBe('SERVING');
    expect(one.health.get('test.Echo')).toBe('SERVING');
  });

  test('a taken port: one clear error, and nothing is left listening', async () => {
    const taken: Server = createSocketServer().listen(0, '127.0.0.1');
    cleanups.push(() => taken.close());
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const one = server();
    await expect(one.listen(`127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'ERR_LISTEN',
      message: `cannot listen on 127.0.0.1:${port}: it is taken; stop the other process or choose another port (0 takes any free one) (EADDRINUSE)`,
      cause: { code: 'EADDRINUSE' },
    });
    expect(one.health.get('')).toBe('SERVICE_UNKNOWN');
    expect(await one.listen('127.0.0.1:0')).toBeGreaterThan(0);
  });

  test.each([
    ['192.0.2.1:0', /this machine does not have that address/],
    ['nowhere.invalid:0', /the host name does not resolve|EAI_AGAIN/],
    ['unix:/nonexistent/dir/x.sock', /cannot listen on \/nonexistent\/dir\/x.sock/],
  ])('%s says why', async (address, message) => {
    await expect(server().listen(address)).rejects.toMatchObject({
      code: 'ERR_LISTEN',
      message: expect.stringMatching(message),
    });
  });

  test.each(['', 'x', ':80', '127.0.0.1:99999', '[127.0.0.1]:1', '::1:80', 'a b:1', undefined])(
    '%j is no address',
    async (address) => {
      await expect(server().listen(address as string)).rejects.toMatchObject({
        code: 'ERR_LISTEN',
        message: expect.stringContaining('is not host:port, [IPv6]:port (port 0 to 65535) or unix:path'),
      });
    },
  );

  test('services may be added later; nothing listens after close', async () => {
    const one = server({ drainDelayMs: 0 });
    const port = await one.listen('127.0.0.1:0');
    one.addService(
      { late: { ...echoDefinition.unary, path: '/test.Late/Unary' } },
      { late: async (call) => call.request },
    );
    expect(one.health.get('test.Late')).toBe('SERVING');
    await one[Symbol.asyncDispose]();
    const refused = await new Promise((resolve) => connect(port, '127.0.0.1').once('error', resolve));
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('channelz is there only when asked for', async () => {
    const { path } = getChannelzServiceDefinition().GetServers;
    for (const channelz of [true, false]) {
      const client = new EchoClient(await server({ channelz }).listen('127.0.0.1:0'));
      cleanups.push(() => client.close());
      const error = await new Promise<{ code: number } | null>((resolve) =>
        client.makeUnaryRequest(
          path,
          (bytes: Buffer) => bytes,
          (bytes) => bytes,
          Buffer.alloc(0),
          (failure) => resolve(failure),
        ),
      );
      expect(error?.code).toBe(channelz ? undefined : 12);
    }
  });
});
