import { afterEach, expect, test } from 'vitest';
import { frame, RawPeer } from './raw-peer.js';
import { type EchoHandlers, type Served, serveEcho } from './serve.js';

const DAY_MS = 86_400_000;
const PATH = '/test.Echo/Unary';
const REQUEST = frame(JSON.stringify({ text: 'hello' }));

let served: Served;
let peer: RawPeer;
afterEach(async () => {
  peer.close();
  await served.close();
});

/** What a call with these headers was answered, and the deadline that its handler saw. */
async function ask(headers: Record<string, string>, options = {}) {
  let deadline: unknown;
  const handlers: Partial<EchoHandlers> = {
    unary: (call) => {
      deadline = call.getDeadline();
      return call.request;
    },
  };
  served = await serveEcho(handlers, options);
  peer = new RawPeer(served.port);
  const answer = await peer.send(PATH, REQUEST, headers);
  return { answer, deadline };
}

for (const [timeout, days] of [
  ['600H', 25],
  ['1176H', 49],
  ['1200H', 50],
  ['5256000M', 3_650],
  ['87600H', 3_650],
] as const) {
  test(`a deadline of ${days} days (${timeout}) is kept`, async () => {
    const before = Date.now();
    const { answer, deadline } = await ask({ 'grpc-timeout': timeout });
    expect(answer).toMatchObject({ 'grpc-status': '0' });
    expect(deadline).toBeGreaterThanOrEqual(before + days * DAY_MS);
    expect(deadline).toBeLessThanOrEqual(Date.now() + days * DAY_MS);
  });
}

test.each(['-1S', '1.5S', '123456789S', '1s', 'S', '1 S', ''])('a grpc-timeout of %j is INTERNAL', async (timeout) => {
  const { answer, deadline } = await ask({ 'grpc-timeout': timeout });
  expect(answer).toMatchObject({ 'grpc-status': '13' });
  expect(deadline).toBeUndefined();
});

test.each(['application/grpc-web', 'application/grpc-web+proto', 'application/grpcx', 'application/json'])(
  'content-type %s is 415',
  async (contentType) => {
    const { answer } = await ask({ 'content-type': contentType });
    expect(answer).toMatchObject({ ':status': 415 });
  },
);

test.each(['application/grpc', 'application/grpc+proto', 'application/grpc;charset=utf-8', 'application/GRPC+json'])(
  'content-type %s is gRPC, with channelz too',
  async (contentType) => {
    const { answer } = await ask(
      { 'content-type': contentType.toLowerCase(), 'grpc-timeout': '8S' },
      { channelz: true },
    );
    expect(answer).toMatchObject({ ':status': 200, 'grpc-status': '0' });
  },
);

test('the connection outlives what was wrong on it', async () => {
  await ask({ 'grpc-timeout': '-1S' });
  expect(await peer.send(PATH, REQUEST)).toMatchObject({ 'grpc-status': '0' });
});
