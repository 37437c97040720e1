// One backend, as a pod would run it: BACKEND_HOST, BACKEND_PORT, BACKEND_NAME, HANDLER_MS, DRAIN_MS, TLS_DIR.
import { setTimeout as delay } from 'node:timers/promises';
import { createServer } from '@org/grpc-kit/server';
import { bytesMessage, EchoService, parseDownload } from '../echo.js';
import type { Question } from './backend-handle.js';

const {
  BACKEND_HOST = '127.0.0.1',
  BACKEND_PORT = '0',
  BACKEND_NAME = 'backend',
  HANDLER_MS = '0',
  DRAIN_MS = '0',
  TLS_DIR,
} = process.env;
const name = Buffer.from(BACKEND_NAME);
/** `subject peer` of every connection that a call came over. */
const connections = new Set<string>();
/** Serial numbers of the certificates that clients have shown. */
const serials = new Set<string>();

const server = createServer({
  drainDelayMs: Number(DRAIN_MS),
  deadlineMs: 5_000,
  ...(TLS_DIR
    ? {
        tls: {
          certFile: `${TLS_DIR}/tls.crt`,
          keyFile: `${TLS_DIR}/tls.key`,
          clientCaFile: `${TLS_DIR}/ca.crt`,
        },
        authorize: ({ certificate }) => {
          if (certificate) serials.add(certificate.serial);
          return true;
        },
      }
    : {}),
});
server.addService(EchoService, {
  echo: async (call) => call.request,
  name: async (call) => {
    connections.add(`${call.request} ${call.getPeer()}`);
    if (HANDLER_MS !== '0') await delay(Number(HANDLER_MS));
    return name;
  },
  download: async function* (call) {
    const { count, size } = parseDownload(call.request);
    const message = bytesMessage(size);
    for (let sent = 0; sent < count; sent++) yield message;
  },
  watch: async function* ({ signal }) {
    while (!signal.aborted) {
      yield name;
      await delay(100, undefined, { signal }).catch(() => {});
    }
  },
});
const port = await server.listen(`${BACKEND_HOST}:${BACKEND_PORT}`);
server.closeOn(['SIGTERM']);
process.on('message', (question: Question) => {
  if (question === 'serving' || question === 'not serving') {
    server.health.set('', question === 'serving' ? 'SERVING' : 'NOT_SERVING');
  }
  process.send?.([...(question === 'serials' ? serials : connections)]);
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port });
