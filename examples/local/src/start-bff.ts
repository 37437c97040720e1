import { fileURLToPath } from 'node:url';
import { freePort } from '@org/testing';
import type { Children } from './children.js';
import type { Directory } from './directory.js';
import type { DemoOptions } from './options.js';
import { untilReady } from './pod.js';

export const BFF_HOST = '127.0.0.1';
/** Time between two look-ups: a tenth of the kit's default, so that the story is short. */
export const REFRESH_MS = 1000;

const BFF = fileURLToPath(import.meta.resolve('@org/example-bff/main'));
const PLAIN_BFF = fileURLToPath(new URL('./plain-bff.js', import.meta.url));

interface BffSettings {
  readonly directory: Directory;
  readonly workRoot: string;
  readonly controlUrl: string;
  readonly signal: AbortSignal;
}

/** Resolves with the BFF's origin once it is ready. */
export async function startBff(children: Children, options: DemoOptions, settings: BffSettings): Promise<string> {
  const { directory, workRoot, controlUrl, signal } = settings;
  const port = options.port === 0 ? await freePort() : options.port;
  const bff = children.start('bff', options.plain ? PLAIN_BFF : BFF, {
    cwd: workRoot,
    env: {
      HTTP_LISTEN: `${BFF_HOST}:${port}`,
      GREETER_TARGET: options.plain ? directory.plainTarget : directory.target,
      DNS_REFRESH_MS: String(REFRESH_MS),
      CONTROL_URL: controlUrl,
      POD_NAME: 'bff',
      DRAIN_DELAY_MS: '0',
      LOG_LEVEL: 'error',
      // Plain grpc-js asks the DNS server that a target names only when told to.
      ...(options.plain ? { GRPC_NODE_USE_ALTERNATIVE_RESOLVER: 'true' } : {}),
    },
  });
  const origin = `http://${BFF_HOST}:${port}`;
  await untilReady('bff', bff, `${origin}/readyz`, signal);
  return origin;
}
