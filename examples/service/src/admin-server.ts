import { createServer, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { ListenAddress } from './variable.js';

/** Probes and metrics of a program that serves no HTTP otherwise. */
export interface AdminServer {
  close(): Promise<void>;
}

export interface AdminOptions {
  readonly listen: ListenAddress;
  readonly registry: Registry;
  /** Why the program should get no traffic; undefined when it should. */
  readonly unready: () => string | undefined;
}

/** Serves `/livez`, `/readyz` and `/metrics`. @throws when the address is taken */
export async function startAdminServer({ listen, registry, unready }: AdminOptions): Promise<AdminServer> {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '').split('?');
    if (path === '/livez') return json(response, 200, { alive: true });
    if (path === '/readyz') {
      const reason = unready();
      return json(response, reason === undefined ? 200 : 503, { ready: reason === undefined, reason: reason ?? '' });
    }
    if (path === '/metrics') return void sendMetrics(response, registry);
    return json(response, 404, { detail: 'only /livez, /readyz and /metrics' });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(Object.assign(error, { message: `HTTP_LISTEN ${listen.text}: ${error.message}` })),
    );
    server.listen(listen.port, listen.host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function sendMetrics(response: ServerResponse, registry: Registry): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { 'content-type': registry.contentType }).end(text);
}
