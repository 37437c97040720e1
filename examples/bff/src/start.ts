import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { podNameOr, readIdentity } from '@org/example-service';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createApp } from './app.js';
import { createCaller } from './caller.js';
import type { Config } from './config.js';
import type { Greeter } from './greeter.js';
import { createLoad } from './load.js';
import { watchReachability } from './reachability.js';
import { startTicker } from './ticker.js';
import { Traffic } from './traffic.js';

/** Makes the client side; handed in so that the page can be put before any kind of client. */
export type ConnectGreeter = (config: Config, observers: { logger: Logger; registry: Registry }) => Greeter;

/** Starts the service; it leaves on SIGTERM or SIGINT. */
export async function start(config: Config, connect: ConnectGreeter): Promise<FastifyInstance> {
  const pod = podNameOr(config.podName);
  const logger = pino({ level: config.logLevel, base: { pod } });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const greeter = connect(config, { logger, registry });
  const traffic = new Traffic();
  const call = createCaller(greeter, traffic);
  const load = createLoad(call, config);
  const reachability = watchReachability(greeter, traffic);
  const parts = { greeter, traffic, load, reachability };
  const ticker = startTicker(parts);
  let leaving = false;

  const app = await createApp({
    parts,
    call,
    ticker,
    registry,
    logger,
    self: () => ({
      pod,
      address: config.httpListen.text,
      ...readIdentity(),
      writableDirectory: undefined,
      keyId: '',
      posture: undefined,
    }),
    isLeaving: () => leaving,
    deadlineMs: config.deadlineMs,
    controlUrl: config.controlUrl,
    pageDir: fileURLToPath(new URL('./page', import.meta.url)),
  });

  async function leave(): Promise<void> {
    if (leaving) process.exit(1);
    leaving = true;
    // Exits 0 too: what was cut was cut on purpose.
    setTimeout(() => process.exit(), config.shutdownDeadlineMs).unref();
    await delay(config.drainDelayMs);
    load.set(0);
    ticker.close();
    reachability.close();
    await app.close();
    await greeter.close();
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave());

  await app.listen({ host: config.httpListen.host, port: config.httpListen.port });
  return app;
}
