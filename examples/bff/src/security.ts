import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { problem } from './http-status.js';
import { isKnownHost } from './known-hosts.js';

/** Security headers on every reply, nothing under foreign names, and no changes on behalf of other sites. */
export async function secure(app: FastifyInstance, allowedHosts: readonly string[]): Promise<void> {
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
    const { host, origin, 'sec-fetch-site': site } = request.headers;
    if (!isKnownHost(host, allowedHosts)) {
      const hint = 'ALLOWED_HOSTS lists the names by which browsers may reach this service';
      await reply.code(421).send(problem(421, 'PERMISSION_DENIED', `no service of this name is here; ${hint}`));
      return;
    }
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (changes && site !== undefined && site !== 'same-origin' && site !== 'none') {
      await reply.code(403).send(problem(403, 'PERMISSION_DENIED', `a ${site} page may not change anything here`));
      return;
    }
    // Browsers without Fetch Metadata, and pages on plain HTTP, still say where they come from.
    if (changes && origin !== undefined && new URL(origin, 'null://').host !== host) {
      await reply
        .code(403)
        .send(problem(403, 'PERMISSION_DENIED', 'a page of another origin may not change anything here'));
    }
  });
}
