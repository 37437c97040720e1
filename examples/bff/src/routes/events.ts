import type { FastifyInstance } from 'fastify';
import { problem } from '../http-status.js';
import type { Ticker } from '../ticker.js';

const MAX_STREAMS = 100;
/** Of one address, so that one reader cannot take the places of all; a proxy counts as one. */
const MAX_STREAMS_PER_ADDRESS = 50;
/** A reader that does not read its last event must not hold up the end of the service. */
const END_GRACE_MS = 1_000;
/** A reader that takes nothing for this many bytes is gone, or might as well be. */
const MAX_BUFFERED_BYTES = 1_000_000;

/** Server-sent events: `welcome` once, then a `tick` twice a second. */
export function eventsRoute(app: FastifyInstance, options: { ticker: Ticker; welcome: object }): void {
  const streams = new Map<() => void, string>();

  app.get('/api/events', { schema: { summary: 'Live figures as server-sent events.' } }, async (request, reply) => {
    if (streams.size >= MAX_STREAMS) {
      return reply.code(503).send(problem(503, 'RESOURCE_EXHAUSTED', `already ${MAX_STREAMS} readers`));
    }
    if ([...streams.values()].filter((ip) => ip === request.ip).length >= MAX_STREAMS_PER_ADDRESS) {
      const details = `already ${MAX_STREAMS_PER_ADDRESS} readers of this address`;
      return reply.code(429).send(problem(429, 'RESOURCE_EXHAUSTED', details));
    }
    reply.hijack();
    const { raw } = reply;
    // A hijacked reply sends no headers of its own: the security headers have to be carried over.
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      // Kept open after the last event, the connection would hold up the end of the service.
      connection: 'close',
    });
    const send = (event: string, data: object): void => {
      if (raw.writableLength > MAX_BUFFERED_BYTES) raw.destroy();
      else raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const unsubscribe = options.ticker.subscribe((tick) => send('tick', tick));
    const end = (): void => {
      raw.end();
      setTimeout(() => raw.destroy(), END_GRACE_MS).unref();
    };
    streams.set(end, request.ip);
    raw.once('close', () => {
      unsubscribe();
      streams.delete(end);
    });
    send('welcome', { ...options.welcome, intervals: options.ticker.intervals });
    return reply;
  });

  app.addHook('preClose', async () => {
    for (const end of streams.keys()) end();
  });
}
