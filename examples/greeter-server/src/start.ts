import { GreeterService, greeterDescriptors, type WatchResponse, type WhoAmIResponse } from '@org/example-proto';
import {
  openWorkDir,
  ownAddress,
  podNameOr,
  readProcessIdentity,
  requirePosture,
  serviceRegistry,
  startAdminServer,
} from '@org/example-service';
import { callLog, createLogger } from '@org/grpc-kit/logging';
import { serverMetrics } from '@org/grpc-kit/metrics';
import { createServer, type KitServer, type ServerOptions } from '@org/grpc-kit/server';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { greeterHandlers } from './handlers.js';
import { Journal } from './journal.js';
import { Signer } from './signer.js';
import { followSigningKey } from './signing-key.js';

/** Starts the service; it leaves on SIGTERM or SIGINT. */
export async function start(config: Config): Promise<KitServer> {
  requirePosture(config.requirePosture);
  const identity = readProcessIdentity();
  const pod = podNameOr(config.podName);
  const logger = createLogger({ name: 'greeter-server', level: config.logLevel });
  const registry = serviceRegistry();
  const address = ownAddress(config.listen, config.podIp);

  const signer = new Signer();
  const key =
    config.signingKeyDir === undefined ? undefined : await followSigningKey(config.signingKeyDir, signer, logger);
  const work = await openWorkDir('greeter-server', config.journalDir);
  logWorkDir(work.report, logger);
  let greetings = 0;
  const progress = (): WatchResponse => ({ pod, greetings, keyId: signer.keyId });
  const startedAt = new Date().toISOString();
  const journal = work.dir && new Journal(work.dir, () => ({ ...progress(), startedAt }), logger);

  const whoAmI = (): WhoAmIResponse => ({
    pod,
    address,
    ...identity,
    writableDirectory: work.report,
    keyId: signer.keyId,
  });
  const server = createServer({
    drainDelayMs: config.drainDelayMs,
    deadlineMs: config.shutdownDeadlineMs,
    maxConnectionAgeMs: config.maxConnectionAgeMs,
    metrics: [serverMetrics(registry), callLog(logger)],
    logger,
    ...tlsOf(config),
    ...(config.reflection && { reflection: greeterDescriptors }),
  });
  const onGreeting = (): void => {
    greetings++;
    journal?.touch();
  };
  server.addService(GreeterService, greeterHandlers({ pod, address, signer, progress, whoAmI, onGreeting }));

  const admin = await startAdminServer({
    listen: config.httpListen,
    registry,
    unready: () => (server.health.get('') === 'SERVING' ? undefined : 'not serving'),
  });
  server.closeOn(['SIGTERM', 'SIGINT'], {
    onClosed: async () => {
      await Promise.all([admin.close(), key?.close(), journal?.close()]);
      await work.dir?.dispose();
    },
  });
  await server.listen(config.listen.text);
  return server;
}

function tlsOf({
  tlsCertFile: certFile,
  tlsKeyFile: keyFile,
  tlsCaFile: clientCaFile,
}: Config): Pick<ServerOptions, 'tls'> {
  if (certFile === undefined || keyFile === undefined) return {};
  return { tls: { certFile, keyFile, ...(clientCaFile !== undefined && { clientCaFile }) } };
}

/** Where it writes, and why not where it would have liked to. */
function logWorkDir(
  { path, source, attempts, warnings }: NonNullable<WhoAmIResponse['writableDirectory']>,
  logger: Logger,
): void {
  for (const attempt of attempts) if (!attempt.ok) logger.warn(attempt, `cannot write to ${attempt.path}`);
  for (const warning of warnings) logger.warn(warning);
  if (path !== '') logger.info({ path, source }, 'writing here');
}
