import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '../../../src/observe/logging/index.js';
import { createServer } from '../../../src/server/index.js';
import { echoDefinition } from '../echo-service.js';

// A server as a pod runs one; what it does is set by the environment of the test that spawns it.
const env = process.env;
const number = (name: string, fallback: number): number => Number(env[name] ?? fallback);

const logger = createLogger();
const server = createServer({
  logger,
  drainDelayMs: number('DRAIN_DELAY_MS', 300),
  deadlineMs: number('DEADLINE_MS', 5_000),
});
let handled = 0;
server.addService(echoDefinition, {
  unary: async ({ request }) => {
    handled++;
    await delay(number('UNARY_MS', 5));
    return request;
  },
  collect: async () => ({ text: '' }),
  async *expand({ signal }) {
    for (let index = 0; ; index++) {
      yield { text: String(index) };
      await delay(50, undefined, env['DEAF'] ? {} : { signal });
    }
  },
  chat: (call) => call.end(),
});
const port = await server.listen(env['LISTEN'] ?? '127.0.0.1:0');
server.closeOn(['SIGTERM'], { onClosed: () => logger.info({ handled }, 'closed') });
if (env['STRAGGLER']) setInterval(() => {}, 1_000);
logger.info({ port, pid: process.pid }, 'ready');
