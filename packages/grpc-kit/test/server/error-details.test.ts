import { status } from '@grpc/grpc-js';
import { createClient } from '@org/grpc-kit';
import { anyDetail, badRequest, type ErrorDetail, errorDetails, retryInfo } from '@org/grpc-kit/errors';
import { statusError } from '@org/grpc-kit/server';
import { createChannel, createClientFactory, createServer as createNiceServer } from 'nice-grpc';
import {
  Any,
  BadRequest,
  errorDetailsClientMiddleware,
  errorDetailsServerMiddleware,
  RichClientError,
  RichServerError,
} from 'nice-grpc-error-details';
import { afterEach, expect, test } from 'vitest';
import { drained, echoDefinition } from './echo-service.js';
import { type Served, serveEcho } from './serve.js';

const details: readonly ErrorDetail[] = [
  badRequest({ fieldViolations: [{ field: 'text', description: 'is empty' }] }),
  retryInfo({ retryDelayMs: 250 }),
  anyDetail({ typeUrl: 'type.googleapis.com/shop.v1.Refusal', value: Uint8Array.of(1, 2, 3) }),
];
const refuse = () => {
  throw statusError(status.INVALID_ARGUMENT, 'the text is empty', { details });
};

let served: Served | undefined;
afterEach(() => served?.close());

async function refusingServer(): Promise<Served> {
  served = await serveEcho({
    unary: async () => refuse(),
    collect: (_call, callback) => callback(statusError(status.INVALID_ARGUMENT, 'no', { details })),
    // biome-ignore lint/correctness/useYield: it fails before its first message.
    expand: async function* () {
      refuse();
    },
    chat: (call) => {
      call.destroy(statusError(status.INVALID_ARGUMENT, 'no', { details }));
    },
  });
  return served;
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error) => error,
  );

async function read(messages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of messages);
}

test('details reach promise clients and clients of grpc-js, by all four kinds of calls', async () => {
  const { port, connect, defer } = await refusingServer();
  const client = createClient(echoDefinition, `static:///127.0.0.1:${port}`);
  defer(() => client.close());
  const text = { text: '' };
  const failures = [
    await failureOf(client.unary(text)),
    await failureOf(client.collect([text])),
    await failureOf(read(client.expand(text))),
    await failureOf(read(client.chat([text]))),
    (await connect().unary('')).error,
    (await drained(connect().expand(''))).error,
    (await connect().chat([''])).error,
  ];
  for (const failure of failures) {
    expect(failure).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(errorDetails(failure)).toEqual(details);
  }
});

test('nice-grpc reads them', async () => {
  const { port, defer } = await refusingServer();
  const channel = createChannel(`127.0.0.1:${port}`);
  defer(() => channel.close());
  const client = createClientFactory().use(errorDetailsClientMiddleware).create(echoDefinition, channel);
  const failure = (await failureOf(client.unary({ text: '' }))) as RichClientError;
  expect(failure).toBeInstanceOf(RichClientError);
  expect(failure.extra).toMatchObject([
    { fieldViolations: [{ field: 'text', description: 'is empty' }] },
    { retryDelay: { nanos: 250_000_000 } },
    { typeUrl: 'type.googleapis.com/shop.v1.Refusal' },
  ]);
});

test('we read those of nice-grpc', async () => {
  const server = createNiceServer().use(errorDetailsServerMiddleware);
  server.add({ unary: echoDefinition.unary }, {
    unary: async () => {
      throw new RichServerError(status.INVALID_ARGUMENT, 'no', [
        BadRequest.fromPartial({ fieldViolations: [{ field: 'text', description: 'is empty' }] }),
        Any.fromPartial({ typeUrl: 'type.googleapis.com/shop.v1.Refusal', value: Uint8Array.of(1, 2, 3) }),
      ]);
    },
  } as never);
  const port = await server.listen('127.0.0.1:0');
  await using client = createClient(echoDefinition, `static:///127.0.0.1:${port}`);
  const failure = await failureOf(client.unary({ text: '' }));
  server.forceShutdown();
  expect(errorDetails(failure)).toEqual([details[0], details[2]]);
});
