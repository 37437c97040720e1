import assert from 'node:assert/strict';
import { type Metadata, status } from '@grpc/grpc-js';
import type { ClientFactory } from '@org/grpc-kit';
import {
  INITIAL,
  type PayloadResponse,
  payload,
  type StreamRequest,
  TestService,
  TRAILING,
  UnimplementedService,
} from './service.js';

type Method = (input: unknown, options?: object) => Promise<PayloadResponse> & AsyncIterable<PayloadResponse>;
type Client = Readonly<
  Record<
    'EmptyCall' | 'UnaryCall' | 'StreamingOutputCall' | 'StreamingInputCall' | 'FullDuplexCall' | 'UnimplementedCall',
    Method
  >
>;

const SIZES = [27_182, 8, 1_828, 45_904];
const ANSWERS = [31_415, 9, 2_653, 58_979];
const SPECIAL = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
const SOAK_CALLS = 50;

/** What the cases run on: a client of the test service, and factories for channels of their own. */
export interface Subject {
  readonly target: string;
  readonly factory: ClientFactory;
  newFactory(): ClientFactory;
}

export function testClient(factory: ClientFactory, target: string): Client {
  return factory.client(TestService, target) as unknown as Client;
}

async function failsWith(code: status, call: Promise<unknown>): Promise<{ readonly details: string }> {
  const error = await call.then(
    () => assert.fail(`expected ${status[code]}`),
    (reason: { readonly code: number; readonly details: string }) => reason,
  );
  assert.equal(error.code, code, error.details);
  return error;
}

async function sizesOf(responses: AsyncIterable<PayloadResponse>): Promise<number[]> {
  const sizes: number[] = [];
  for await (const response of responses) sizes.push(response.payload.body.length);
  return sizes;
}

async function large(client: Client): Promise<void> {
  const response = await client.UnaryCall({ response_size: 314_159, payload: payload(271_828) });
  assert.equal(response.payload.body.length, 314_159);
}

/** Sends each request only once the one before was answered. */
function inTurns(client: Client, options: object, onAnswer?: () => void): Promise<number[]> {
  let answered: () => void = () => undefined;
  async function* requests(): AsyncGenerator<StreamRequest> {
    for (const [index, size] of SIZES.entries()) {
      const answer = new Promise<void>((resolve) => {
        answered = resolve;
      });
      yield { response_parameters: [{ size: ANSWERS[index] ?? 0 }], payload: payload(size) };
      await answer;
    }
  }
  const read = async () => {
    const sizes: number[] = [];
    for await (const response of client.FullDuplexCall(requests(), options)) {
      sizes.push(response.payload.body.length);
      answered();
      onAnswer?.();
    }
    return sizes;
  };
  return read();
}

async function* silent(): AsyncGenerator<StreamRequest> {
  yield { payload: payload(27_182) };
  await new Promise<never>(() => undefined);
}

async function echoStatus(client: Client, message: string): Promise<void> {
  const response_status = { code: status.UNKNOWN, message };
  assert.equal((await failsWith(status.UNKNOWN, client.UnaryCall({ response_status }))).details, message);
  const stream = sizesOf(client.FullDuplexCall([{ response_status }]));
  assert.equal((await failsWith(status.UNKNOWN, stream)).details, message);
}

async function customMetadata(client: Client): Promise<void> {
  const bytes = Buffer.from([0xab, 0xab, 0xab]);
  const metadata = { [INITIAL]: 'test_initial_metadata_value', [TRAILING]: bytes };
  for (const call of [
    (options: object) => client.UnaryCall({ response_size: 10 }, options),
    (options: object) => sizesOf(client.FullDuplexCall([{ response_parameters: [{ size: 10 }] }], options)),
  ]) {
    const seen: { headers?: Metadata; trailers?: Metadata } = {};
    await call({
      metadata,
      onHeaders: (headers: Metadata) => Object.assign(seen, { headers }),
      onTrailers: (trailers: Metadata) => Object.assign(seen, { trailers }),
    });
    assert.deepEqual(seen.headers?.get(INITIAL), [metadata[INITIAL]]);
    assert.deepEqual(seen.trailers?.get(TRAILING), [bytes]);
  }
}

/** gRPC's standard interop cases (grpc/grpc, doc/interop-test-descriptions.md). */
export const cases: Readonly<Record<string, (client: Client, subject: Subject) => Promise<unknown>>> = {
  empty_unary: (client) => client.EmptyCall({}),
  large_unary: large,
  async client_streaming(client) {
    const answer = await client.StreamingInputCall(SIZES.map((size) => ({ payload: payload(size) })));
    assert.deepEqual(answer, { aggregated_payload_size: SIZES.reduce((sum, size) => sum + size) });
  },
  async server_streaming(client) {
    const response_parameters = ANSWERS.map((size) => ({ size }));
    assert.deepEqual(await sizesOf(client.StreamingOutputCall({ response_parameters })), ANSWERS);
  },
  async ping_pong(client) {
    assert.deepEqual(await inTurns(client, {}), ANSWERS);
  },
  async empty_stream(client) {
    assert.deepEqual(await sizesOf(client.FullDuplexCall([])), []);
  },
  async cancel_after_begin(client) {
    const controller = new AbortController();
    const call = client.StreamingInputCall(silent(), { signal: controller.signal });
    controller.abort();
    await failsWith(status.CANCELLED, call);
  },
  async cancel_after_first_response(client) {
    const controller = new AbortController();
    await failsWith(
      status.CANCELLED,
      inTurns(client, { signal: controller.signal }, () => controller.abort()),
    );
  },
  async timeout_on_sleeping_server(client) {
    await failsWith(status.DEADLINE_EXCEEDED, sizesOf(client.FullDuplexCall(silent(), { deadlineMs: 50 })));
  },
  custom_metadata: customMetadata,
  status_code_and_message: (client) => echoStatus(client, 'test status message'),
  special_status_message: (client) => echoStatus(client, SPECIAL),
  unimplemented_method: (client) => failsWith(status.UNIMPLEMENTED, client.UnimplementedCall({})),
  unimplemented_service: (_, { factory, target }) =>
    failsWith(
      status.UNIMPLEMENTED,
      (factory.client(UnimplementedService, target) as unknown as Client).UnimplementedCall({}),
    ),
  async rpc_soak(client) {
    for (let call = 0; call < SOAK_CALLS; call++) await large(client);
  },
  async channel_soak(_, { newFactory, target }) {
    for (let call = 0; call < SOAK_CALLS; call++) {
      const factory = newFactory();
      await large(testClient(factory, target));
      await factory.close();
    }
  },
};
