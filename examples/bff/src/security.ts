import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { problem } from './http-status.js';

/** Security headers on every reply, and no changes on behalf of other sites. */
export async function secure(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Whoever terminates TLS in front of this service decides about HTTPS for the whole host.
    strictTransportSecurity: false,
    // Browsers heed it over HTTPS alone, and complain about it otherwise; a page that opens no windows loses nothing.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onRequest', async (request, reply) => {
    const site = request.headers['sec-fetch-site'];
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (changes && site !== undefined && site !== 'same-origin' && site !== 'none') {
      await reply.code(403).send(problem(403, 'PERMISSION_DENIED', `a ${site} page may not change anything here`));
    }
  });
}
