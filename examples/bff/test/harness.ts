import { fileURLToPath } from 'node:url';
import { type ServerUnaryCall, status } from '@grpc/grpc-js';
import { GreeterService, type SayHelloRequest, type SayHelloResponse, type WhoAmIResponse } from '@org/example-proto';
import { type CallContext, createServer, type KitServer, statusError } from '@org/grpc-kit/server';
import { pino } from 'pino';
import { readConfig } from '../src/config.js';
import { type Bff, createBff } from '../src/create-bff.js';
import { connectKitGreeter } from '../src/kit-greeter.js';

type SayHello = (call: ServerUnaryCall<SayHelloRequest, SayHelloResponse> & CallContext) => Promise<SayHelloResponse>;

/** A greeter server of the test's. */
export interface TestGreeter {
  readonly server: KitServer;
  readonly address: string;
  readonly port: number;
}

export async function startGreeter(
  sayHello: SayHello = async () => reply(''),
  address = '127.0.0.1:0',
): Promise<TestGreeter> {
  const server = createServer({ drainDelayMs: 0, deadlineMs: 500 });
  let bound = '';
  server.addService(GreeterService, {
    sayHello: async (call) => ({ ...(await sayHello(call)), address: bound }),
    watch: () => {
      throw statusError(status.UNIMPLEMENTED, 'not in this test');
    },
    whoAmI: async () => identity(bound),
  });
  const port = await server.listen(address);
  bound = address.replace(/:\d+$/, `:${port}`);
  return { server, address: bound, port };
}

export function reply(message: string, keyId = 'k1'): SayHelloResponse {
  return { message, pod: 'pod-1', address: '', keyId, signature: '' };
}

function identity(address: string): WhoAmIResponse {
  return {
    pod: 'pod-1',
    address,
    uid: 65532,
    gid: 65532,
    capabilities: undefined,
    writableDirectory: {
      path: '/tmp/x',
      source: 'tmpdir',
      memoryBacked: true,
      attempts: [
        {
          path: '/app',
          source: 'preferred',
          ok: false,
          code: 'EROFS',
          message: 'the mount is read-only',
          remedy: 'volumes: []',
        },
      ],
      warnings: [],
    },
    keyId: 'k1',
    posture: undefined,
    startedAtMs: 0,
  };
}

export interface RunningBff extends Bff {
  readonly origin: string;
}

export async function startBff(env: Record<string, string>, pageDir?: string): Promise<RunningBff> {
  const config = readConfig({ HTTP_LISTEN: '127.0.0.1:0', DNS_REFRESH_MS: '1000', ...env });
  const sources = fileURLToPath(new URL('../page', import.meta.url));
  const bff = await createBff(config, connectKitGreeter, {
    logger: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    pageDir: pageDir ?? sources,
  });
  return { ...bff, origin: await bff.app.listen({ host: '127.0.0.1', port: 0 }) };
}

/** The events of the page's stream, as they come; ends with the stream. */
export async function* events(
  origin: string,
  signal: AbortSignal,
): AsyncGenerator<{ name: string; data: Record<string, unknown> }> {
  const response = await fetch(`${origin}/api/events`, { signal });
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, name = '', data = '{}'] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      yield { name, data: JSON.parse(data) };
    }
  }
}
