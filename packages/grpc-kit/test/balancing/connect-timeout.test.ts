import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type ClientFactory, createClientFactory } from '@org/grpc-kit';
import { until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { startTextBackend, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

let silent: Server;
let sockets: Set<Socket>;
let backend: TextBackend | undefined;
let factory: ClientFactory;
afterEach(async () => {
  await factory.close();
  for (const socket of sockets) socket.destroy();
  silent.close();
  backend?.close();
});

/** Accepts, and says nothing. */
async function listenSilently(): Promise<string> {
  sockets = new Set();
  silent = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.resume();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.3', resolve));
  return `127.0.0.3:${(silent.address() as AddressInfo).port}`;
}

const POLICY = { connection: { connectTimeoutMs: 200, minBackoffMs: 100, maxBackoffMs: 100 } };

test('a peer that accepts and says nothing is given up; the others serve', async () => {
  const mute = await listenSilently();
  backend = await startTextBackend({ host: '127.0.0.2' });
  factory = createClientFactory({ policy: POLICY });
  const client = factory.client(TextService, `static:///${mute},${backend.address}`);
  await factory.ready();
  expect(await client.read('x')).toBe(backend.address);
  const state = () => factory.snapshot()[0]?.backends.find(({ address }) => address === mute);
  expect(state()).toMatchObject({
    lastError: expect.stringContaining('the peer accepts connections, but says nothing in 200 ms'),
  });
  await until('it is tried again', () => state()?.state === 'connecting');
  expect(sockets.size).toBeLessThanOrEqual(2);
});

test('alone, it makes calls fail with the reason, and ready says so', async () => {
  const mute = await listenSilently();
  factory = createClientFactory({ policy: POLICY });
  const client = factory.client(TextService, `static:///${mute}`);
  await expect(client.write('x')).rejects.toMatchObject({ code: 14, details: expect.stringContaining('says nothing') });
  await expect(factory.ready({ timeoutMs: 300 })).rejects.toMatchObject({
    code: 'ERR_NOT_READY',
    message: expect.stringMatching(/not ready after 300 ms: .*127\.0\.0\.3:\d+ is .*says nothing in 200 ms/),
  });
});

test('over TLS as well', async () => {
  const mute = await listenSilently();
  factory = createClientFactory({ policy: { ...POLICY, tls: {} } });
  const client = factory.client(TextService, `static:///${mute}`);
  await expect(client.write('x')).rejects.toMatchObject({ code: 14, details: expect.stringContaining('says nothing') });
  await until('no socket is left behind', () => sockets.size <= 1);
});

test('a backend that wakes up is taken', async () => {
  const mute = await listenSilently();
  factory = createClientFactory({ policy: POLICY });
  const client = factory.client(TextService, `static:///${mute}`);
  await expect(client.write('x')).rejects.toMatchObject({ code: 14 });
  const { port } = silent.address() as AddressInfo;
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
  backend = await startTextBackend({ host: '127.0.0.3', port });
  expect(await client.write('x', { waitForReady: true })).toBe(mute);
});
