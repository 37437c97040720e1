import { status } from '@grpc/grpc-js';
import { createServer, statusError } from '../../../src/server/index.js';
import { echoDefinition } from '../../server/echo-service.js';

// Fails every first attempt of a text, so that clients retry.
const seen = new Set<string>();
const server = createServer({ drainDelayMs: 0 });
server.addService(echoDefinition, {
  unary: async ({ request }) => {
    if (seen.has(request.text)) return request;
    seen.add(request.text);
    throw statusError(status.UNAVAILABLE, 'not at the first attempt');
  },
  collect: async () => ({ text: '' }),
  async *expand({ request }) {
    yield request;
  },
  chat: (call) => void call.end(),
});
server.closeOn();
console.log(JSON.stringify({ msg: 'ready', port: await server.listen('127.0.0.1:0') }));
