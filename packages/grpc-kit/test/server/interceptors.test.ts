import {
  Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  ServerListenerBuilder,
  status,
} from '@grpc/grpc-js';
import { freePort } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { healthDefinition } from '../../src/health-protocol.js';
import { EchoClient, echoDefinition } from './echo-service.js';
import { frame, RawPeer } from './raw-peer.js';
import { type Served, serveEcho } from './serve.js';

let served: Served | undefined;
afterEach(() => served?.close());

async function serve(interceptor: ServerInterceptor): Promise<Served> {
  served = await serveEcho({ unary: async (call) => call.request }, { interceptors: [interceptor] });
  return served;
}

test('interceptors of the application see messages, and everything that grpc-js knows of the call', async () => {
  const seen: unknown[] = [];
  const { connect, port } = await serve((_method, call: ServerInterceptingCallInterface) => {
    seen.push(call.getHost(), call.getPeer(), call.getConnectionInfo().localPort, call.getAuthContext());
    expect(call.getMetricsRecorder()).toBeDefined();
    expect(Number(call.getDeadline())).toBeGreaterThan(Date.now());
    const listener = new ServerListenerBuilder()
      .withOnReceiveMessage((message, next) => {
        seen.push(message);
        next({ text: 'changed' });
      })
      .build();
    return new ServerInterceptingCall(call, { start: (next) => next(listener) });
  });
  const { messages } = await connect().unary('x', { deadline: Date.now() + 5_000 });
  expect(messages).toEqual([{ text: 'changed' }]);
  expect(seen).toEqual([`127.0.0.1:${port}`, expect.stringMatching(/^127\.0\.0\.1:\d+$/), port, {}, { text: 'x' }]);
});

test('headers and trailers of one call never show in another, whoever adds them', async () => {
  let calls = 0;
  const { port } = await serve((_method, call) => {
    const mark = (metadata: Metadata | null | undefined): Metadata => {
      const marked = metadata ?? new Metadata();
      if (calls === 1) marked.set('mark', 'first call');
      return marked;
    };
    calls++;
    return new ServerInterceptingCall(call, {
      sendMetadata: (metadata, next) => next(mark(metadata)),
      sendStatus: (sent, next) => next({ ...sent, metadata: mark(sent.metadata) }),
    });
  });
  const peer = new RawPeer(port);
  served?.defer(() => peer.close());
  const { path } = echoDefinition.unary;
  const seen: unknown[] = [];
  for (let call = 0; call < 3; call++) {
    const { mark, 'grpc-status': code } = await peer.send(path, frame('{"text":"x"}'));
    seen.push([code, mark]);
  }
  expect(seen).toEqual([
    ['0', 'first call'],
    ['0', undefined],
    ['0', undefined],
  ]);
});

test('an interceptor that replaces the metadata object breaks its calls, not the server', async () => {
  const { connect, server } = await serve((_method, call) => {
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((_metadata, next) => next(new Metadata()))
      .build();
    return new ServerInterceptingCall(call, { start: (next) => next(listener) });
  });
  const { error } = await connect().unary('x');
  expect(error?.code).toBe(status.UNKNOWN);
  expect(server.inFlight).toBe(0);
});

test('healthAddress answers health, and nothing else, on a plain port of its own', async () => {
  const probe = await freePort();
  served = await serveEcho({ unary: async (call) => call.request }, { healthAddress: `127.0.0.1:${probe}` });
  const client = new EchoClient(probe);
  served.defer(() => client.close());
  const { path, requestSerialize, responseDeserialize } = healthDefinition.check;
  const health = await new Promise((resolve) =>
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, { service: 'test.Echo' }, (_error, reply) =>
      resolve(reply),
    ),
  );
  expect(health).toEqual({ status: 'SERVING' });
  expect((await client.unary('x')).error?.code).toBe(status.UNIMPLEMENTED);
});
