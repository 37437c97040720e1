import type { FastifyInstance } from 'fastify';
import { problem } from '../http-status.js';

const CONTROL_TIMEOUT_MS = 5000;

const actions = {
  scale: { replicas: { type: 'integer', minimum: 1, maximum: 12 } },
  kill: { address: { type: 'string', maxLength: 100 } },
  rotate: {},
} as const;

/** Hands the page's buttons on to whoever runs the backends. */
export function controlRoutes(app: FastifyInstance, controlUrl: URL): void {
  const base = controlUrl.href.replace(/\/$/, '');

  for (const [action, properties] of Object.entries(actions)) {
    const body = { type: 'object', required: Object.keys(properties), additionalProperties: false, properties };
    app.post(
      `/api/control/${action}`,
      { schema: { summary: `Asks for: ${action}.`, body } },
      async (request, reply) => {
        try {
          const answer = await fetch(`${base}/${action}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(request.body),
            signal: AbortSignal.any([request.hungUp, AbortSignal.timeout(CONTROL_TIMEOUT_MS)]),
          });
          return reply
            .code(answer.status)
            .type('application/json')
            .send(await answer.text());
        } catch (error) {
          request.log.warn({ err: error }, 'control failed');
          return reply.code(503).send(problem(503, 'UNAVAILABLE', 'whoever runs the backends does not answer'));
        }
      },
    );
  }
}
