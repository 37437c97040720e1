import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import type { WhoAmIResponse } from '@org/example-proto';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Registry } from 'prom-client';
import type { Caller } from './caller.js';
import { answerErrors } from './errors.js';
import { trackRequest } from './request-limits.js';
import { measureRequests } from './request-metrics.js';
import { backendsRoute } from './routes/backends.js';
import { controlRoutes } from './routes/control.js';
import { eventsRoute } from './routes/events.js';
import { healthRoutes } from './routes/health.js';
import { helloRoute } from './routes/hello.js';
import { loadRoutes } from './routes/load.js';
import { postureRoute } from './routes/posture.js';
import { secure } from './security.js';
import type { Ticker } from './ticker.js';
import type { Parts } from './view.js';

export interface AppOptions {
  readonly parts: Parts;
  readonly call: Caller;
  readonly ticker: Ticker;
  readonly registry: Registry;
  readonly logger: FastifyBaseLogger;
  /** What this process says of itself. */
  readonly self: () => WhoAmIResponse;
  readonly isLeaving: () => boolean;
  readonly deadlineMs: number;
  readonly controlUrl: URL | undefined;
  /** Names by which browsers reach this service. */
  readonly allowedHosts: readonly string[];
  /** Folder of the built page. */
  readonly pageDir: string;
}

/** Puts the API and the page together; listens nowhere yet. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { registry } = options;
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
  });
  app.decorateRequest('arrivedAt', 0);
  app.addHook('onRequest', async (request, reply) => {
    trackRequest(request, reply);
    // Callers that keep connections would otherwise come back to a process that is about to end.
    if (options.isLeaving()) void reply.header('connection', 'close');
  });
  measureRequests(app, registry);
  answerErrors(app);
  await secure(app, options.allowedHosts);
  await app.register(swagger, {
    openapi: { info: { title: 'Greeter BFF', version: '1', description: 'A gRPC greeter, for browsers.' } },
  });
  await app.register(fastifyStatic, { root: options.pageDir, cacheControl: true, maxAge: 0 });
  await app.register((api, _options, done) => {
    addRoutes(api, options, app);
    done();
  });
  return app;
}

function addRoutes(api: FastifyInstance, options: AppOptions, app: FastifyInstance): void {
  const { parts, deadlineMs, controlUrl, registry } = options;
  helloRoute(api, { call: options.call, deadlineMs });
  backendsRoute(api, parts);
  postureRoute(api, { greeter: parts.greeter, self: options.self, deadlineMs });
  if (parts.load.maxRps > 0) loadRoutes(api, parts.load);
  if (controlUrl) controlRoutes(api, controlUrl);
  const welcome = { maxRps: parts.load.maxRps, control: controlUrl !== undefined };
  eventsRoute(api, { ticker: options.ticker, welcome });
  healthRoutes(api, { reachability: parts.reachability, registry, isLeaving: options.isLeaving });
  api.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
