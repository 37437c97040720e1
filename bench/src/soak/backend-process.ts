// A backend of the soak: BACKEND_HOST, BACKEND_PORT, WRITES_FILE. The message `cut` resets its connections.

import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer } from '@org/grpc-kit/server';
import { SoakService } from './soak-service.js';

const { BACKEND_HOST = '127.0.0.1', BACKEND_PORT = '0', WRITES_FILE = '' } = process.env;
const sockets = new Set<Socket>();
subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket };
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});

async function answer(request: string): Promise<string> {
  const behavior = request.split(' ')[1];
  if (behavior === 'throw') throw new Error('a handler of the soak fails');
  if (behavior === 'slow') await delay(200);
  return request;
}

const server = createServer({ drainDelayMs: 0, deadlineMs: 2_000 });
server.addService(SoakService, {
  read: (call) => answer(call.request),
  write: (call) => {
    // Synchronous, so that a killed process has left its mark.
    appendFileSync(WRITES_FILE, `${call.request.split(' ')[0]}\n`);
    return answer(call.request);
  },
  list: async function* (call) {
    for (let part = 0; part < 20; part++) yield await answer(call.request);
  },
  echo: async function* (call) {
    for await (const request of call) yield await answer(request);
  },
});
const port = await server.listen(`${BACKEND_HOST}:${BACKEND_PORT}`);

process.on('message', (message) => {
  if (message === 'cut') for (const socket of sockets) socket.resetAndDestroy();
});
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
process.send?.(port);
