import type { FastifyInstance } from 'fastify';
import type { Load } from '../load.js';
import { loadSchema } from './schemas.js';

export function loadRoutes(app: FastifyInstance, load: Load): void {
  const view = (): object => ({ rps: load.rps, maxRps: load.maxRps });
  app.get('/api/load', { schema: { summary: 'The load in force.', response: { 200: loadSchema } } }, async () =>
    view(),
  );
  app.post<{ Body: { rps: number } }>(
    '/api/load',
    {
      schema: {
        summary: 'Calls the greeter at a steady rate; 0 stops.',
        body: {
          type: 'object',
          required: ['rps'],
          additionalProperties: false,
          properties: { rps: { type: 'integer', minimum: 0, maximum: load.maxRps } },
        },
        response: { 200: loadSchema },
      },
    },
    async (request) => {
      load.set(request.body.rps);
      return view();
    },
  );
}
