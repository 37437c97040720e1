import type { FastifyInstance } from 'fastify';
import type { Caller } from '../caller.js';
import { requestLimits } from '../request-limits.js';
import { callProblems, helloSchema } from './schemas.js';

export function helloRoute(app: FastifyInstance, options: { call: Caller; deadlineMs: number }): void {
  app.get<{ Querystring: { name: string } }>(
    '/api/hello',
    {
      schema: {
        summary: 'Says hello through one of the backends.',
        querystring: {
          type: 'object',
          properties: { name: { type: 'string', minLength: 1, maxLength: 200, default: 'world' } },
        },
        headers: {
          type: 'object',
          properties: {
            'x-request-timeout-ms': { type: 'string', description: 'How long the caller waits; carried to the call.' },
          },
        },
        response: { 200: helloSchema, ...callProblems },
      },
    },
    async (request) => {
      const reply = await options.call(request.query.name, requestLimits(request, options.deadlineMs));
      return { ...reply, durationMs: performance.now() - request.arrivedAt };
    },
  );
}
