import { fileURLToPath } from 'node:url';
import { podNameOr, readProcessIdentity, serviceRegistry } from '@org/example-service';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createApp } from './app.js';
import { createCaller } from './caller.js';
import type { Config } from './config.js';
import type { Greeter } from './greeter.js';
import { createLoad } from './load.js';
import { watchReachability } from './reachability.js';
import { startTicker } from './ticker.js';
import { Traffic } from './traffic.js';

/** Makes the client side; handed in so that the page can be put before any kind of client. */
export type ConnectGreeter = (config: Config, observers: { logger: Logger; registry: Registry }) => Promise<Greeter>;

export interface Bff {
  readonly app: FastifyInstance;
  /** From now on not ready, but still serving. */
  leave(): void;
  close(): Promise<void>;
}

export interface BffOptions {
  readonly logger: Logger;
  /** Folder of the built page. Default: beside this program. */
  readonly pageDir?: string;
}

/** Puts the service together; it listens nowhere yet. */
export async function createBff(config: Config, connect: ConnectGreeter, options: BffOptions): Promise<Bff> {
  const { logger, pageDir = fileURLToPath(new URL('./page', import.meta.url)) } = options;
  const identity = readProcessIdentity();
  const registry = serviceRegistry();

  const greeter = await connect(config, { logger, registry });
  const traffic = new Traffic();
  const call = createCaller(greeter, traffic);
  const load = createLoad(call, config);
  const reachability = watchReachability(greeter, traffic, logger);
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
      ...identity,
      pod: podNameOr(config.podName),
      address: config.httpListen.text,
      keyId: '',
      writableDirectory: undefined,
    }),
    isLeaving: () => leaving,
    deadlineMs: config.deadlineMs,
    controlUrl: config.controlUrl,
    allowedHosts: (config.allowedHosts ?? '').split(',').flatMap((name) => name.trim().toLowerCase() || []),
    pageDir,
  });
  return {
    app,
    leave: () => {
      leaving = true;
    },
    close: async () => {
      load.set(0);
      ticker.close();
      reachability.close();
      await app.close();
      await greeter.close();
    },
  };
}
