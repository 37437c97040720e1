import { GreeterService } from '@org/example-proto';
import { openWorkDir, ownAddress, podNameOr, readIdentity, startAdminServer } from '@org/example-service';
import { createServer, type KitServer } from '@org/grpc-kit/server';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Config } from './config.js';
import { greeterHandlers } from './handlers.js';
import { Signer } from './signer.js';

/** Starts the service; it leaves on SIGTERM or SIGINT. */
export async function start(config: Config): Promise<KitServer> {
  const pod = podNameOr(config.podName);
  const logger = pino({ level: config.logLevel, base: { pod } });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const address = ownAddress(config.listen, config.listen.port, config.podIp);
  const work = await openWorkDir('greeter-server', config.journalDir);
  const signer = new Signer();
  const whoAmI = () => ({
    pod,
    address,
    ...readIdentity(),
    writableDirectory: work.report,
    keyId: signer.keyId,
    posture: undefined,
  });

  const server = createServer({
    drainDelayMs: config.drainDelayMs,
    deadlineMs: config.shutdownDeadlineMs,
    logger,
  });
  server.addService(GreeterService, greeterHandlers({ pod, address, signer, whoAmI, onGreeting: () => {} }));

  const admin = await startAdminServer({
    listen: config.httpListen,
    registry,
    unready: () => (server.health.get('') === 'SERVING' ? undefined : 'not serving'),
  });
  void server.closeOn().closed.then(() => Promise.all([admin.close(), work.dir?.dispose()]));
  await server.listen(config.listen.text);
  return server;
}
