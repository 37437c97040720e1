import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deployment } from './deployment.js';
import type { SigningKey } from './signing-key.js';

const MAX_BODY_BYTES = 10_000;

/** What the page's buttons reach, through the BFF. */
export interface ControlServer {
  /** Holds a random part: only the BFF knows it. */
  readonly url: string;
  /** Hands the stage over once the story is told; until then every button is refused. */
  open(deployment: Deployment, key: SigningKey): void;
  close(): Promise<void>;
}

type Answer = readonly [status: number, body: object];

export async function startControlServer(): Promise<ControlServer> {
  const secret = randomBytes(16).toString('hex');
  let actions: Readonly<Record<string, (body: Record<string, unknown>) => Answer>> | undefined;

  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function answer(request: IncomingMessage): Promise<Answer> {
    const [, given, action = ''] = (request.url ?? '').split('/');
    if (given !== secret || request.method !== 'POST') return [404, { detail: 'not here' }];
    if (!actions) return [409, { detail: 'The story is still being told; the buttons work afterwards.' }];
    const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
    return run ? run(await readBody(request)) : [404, { detail: `no action ${JSON.stringify(action)}` }];
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}`,
    open: (deployment, key) => {
      actions = {
        scale: ({ replicas }) => {
          deployment.scale(Number(replicas)).catch(() => {});
          return [202, { replicas }];
        },
        kill: ({ address }) =>
          deployment.kill(String(address)) ? [202, { address }] : [404, { detail: `no server at ${address}` }],
        rotate: () => [202, { keyId: key.rotate() }],
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_BODY_BYTES) return {};
  }
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
