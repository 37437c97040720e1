import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Reachability } from '../reachability.js';
import { readinessSchema } from './schemas.js';

/** Alive while the event loop turns; ready while the greeter answers and nobody asked to stop. */
export function healthRoutes(
  app: FastifyInstance,
  options: { reachability: Reachability; registry: Registry; isLeaving: () => boolean },
): void {
  const { reachability, registry, isLeaving } = options;
  app.get('/livez', { schema: { summary: 'Is the process alive?' }, logLevel: 'warn' }, async () => ({ alive: true }));

  app.get(
    '/readyz',
    {
      schema: { summary: 'Should it get traffic?', response: { 200: readinessSchema, 503: readinessSchema } },
      logLevel: 'warn',
    },
    async (_request, reply) => {
      const problem = reachability.problem();
      const reason = isLeaving() ? 'shutting down' : problem ? `${problem.code}: ${problem.reason}` : '';
      return reply.code(reason === '' ? 200 : 503).send({ ready: reason === '', reason });
    },
  );

  app.get('/metrics', { schema: { summary: 'Prometheus metrics.' }, logLevel: 'warn' }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
