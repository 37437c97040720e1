// A backend of the text service: HOST, PORT, HANDLER_MS. SIGTERM stops it gracefully.
import { setTimeout as delay } from 'node:timers/promises';
import { Server, ServerCredentials, type ServerReadableStream } from '@grpc/grpc-js';
import { type TextHandlers, TextService } from './text-service.js';

const { HOST = '127.0.0.1', PORT = '0', HANDLER_MS = '0' } = process.env;
let sent = 0;
let paused = false;
const reading = new Set<ServerReadableStream<string, string>>();
const server = new Server({ 'grpc-node.max_session_memory': 1_000 });

async function answer(_call: unknown, callback: (error: null, text: string) => void): Promise<void> {
  if (HANDLER_MS !== '0') await delay(Number(HANDLER_MS));
  callback(null, HOST);
}

const handlers: TextHandlers = {
  read: answer,
  write: answer,
  list: async (call) => {
    const [count = 0, size = 1] = call.request.split(' ').map(Number);
    const text = 'x'.repeat(size);
    for (sent = 0; sent < count && !call.cancelled; sent++) {
      if (!call.write(text)) await new Promise((drained) => call.once('drain', drained));
    }
    call.end();
  },
  join: (call, callback) => {
    let parts = 0;
    reading.add(call);
    call.on('data', () => {
      parts += 1;
    });
    if (paused) call.pause();
    call.on('end', () => callback(null, `${parts} parts`));
  },
  echo: (call) => {
    call.on('data', (part: string) => {
      if (call.write(part)) return;
      call.pause();
      call.once('drain', () => call.resume());
    });
    call.on('end', () => call.end());
  },
};
server.addService(TextService, handlers);

process.on('message', (message) => {
  if (message === 'sent') process.send?.(sent);
  paused = message === 'pause';
  for (const call of reading) paused ? call.pause() : call.resume();
});
process.on('SIGTERM', () => server.tryShutdown(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
server.bindAsync(`${HOST}:${PORT}`, ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send?.(port);
});
