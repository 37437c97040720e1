import { setTimeout as delay } from 'node:timers/promises';
import { requirePosture } from '@org/example-service';
import { createLogger } from '@org/grpc-kit/logging';
import type { Config } from './config.js';
import { type ConnectGreeter, createBff } from './create-bff.js';

/** Runs the service until SIGTERM or SIGINT. @throws when it may not start, or cannot listen */
export async function serve(config: Config, connect: ConnectGreeter): Promise<void> {
  requirePosture(config.requirePosture);
  const logger = createLogger({ name: 'bff', level: config.logLevel });
  const bff = await createBff(config, connect, { logger });
  let leaving = false;

  async function leave(signal: string): Promise<void> {
    if (leaving) process.exit(1);
    leaving = true;
    logger.info({ signal }, 'leaving');
    setTimeout(() => process.exit(), config.shutdownDeadlineMs).unref();
    bff.leave();
    await delay(config.drainDelayMs);
    await bff.close();
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave(signal));

  const { host, port } = config.httpListen;
  await bff.app.listen({ host, port });
}
