import type { FastifyInstance } from 'fastify';
import { backendViews, type Parts } from '../view.js';
import { backendsSchema } from './schemas.js';

export function backendsRoute(app: FastifyInstance, parts: Parts): void {
  app.get(
    '/api/backends',
    { schema: { summary: 'The backends as the client sees them now.', response: { 200: backendsSchema } } },
    async () => ({ backends: backendViews(parts), problem: parts.reachability.problem() ?? null }),
  );
}
