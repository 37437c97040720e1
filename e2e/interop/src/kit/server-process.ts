// gRPC's interop server on createServer; OPTIONS are its options as JSON. Prints its port.
import { setTimeout as delay } from 'node:timers/promises';
import {
  Metadata,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { createServer, type ServerOptions, statusError } from '@org/grpc-kit/server';
import { withEngine } from './engine.js';
import {
  described,
  type EchoStatus,
  INITIAL,
  type PayloadResponse,
  payload,
  type SimpleRequest,
  type StreamRequest,
  TestService,
  TRAILING,
} from './service.js';

const options = JSON.parse(process.env['OPTIONS'] ?? '{}') as ServerOptions;
const { made: server } = withEngine((extra) => createServer({ ...options, ...extra, reflection: described }));

/** Sends the initial metadata that the caller asks for; returns the trailing one. */
function echoMetadata(call: { readonly metadata: Metadata; sendMetadata(metadata: Metadata): void }): Metadata {
  const trailers = new Metadata();
  for (const value of call.metadata.get(TRAILING)) trailers.add(TRAILING, value);
  const [initial] = call.metadata.get(INITIAL);
  if (initial !== undefined) {
    const headers = new Metadata();
    headers.set(INITIAL, initial);
    call.sendMetadata(headers);
  }
  return trailers;
}

function echoStatus(status: EchoStatus | null | undefined): void {
  if (status && status.code !== 0) throw statusError(status.code, status.message);
}

async function* outputs({ response_parameters = [], response_status }: StreamRequest): AsyncGenerator<PayloadResponse> {
  echoStatus(response_status);
  for (const { size, interval_us = 0 } of response_parameters) {
    if (interval_us > 0) await delay(interval_us / 1_000);
    yield { payload: payload(size) };
  }
}

server.addService(TestService, {
  EmptyCall(call: ServerUnaryCall<object, object>, done: sendUnaryData<object>) {
    done(null, {}, echoMetadata(call));
  },
  UnaryCall(call: ServerUnaryCall<SimpleRequest, PayloadResponse>, done: sendUnaryData<PayloadResponse>) {
    const trailers = echoMetadata(call);
    echoStatus(call.request.response_status);
    done(null, { payload: payload(call.request.response_size ?? 0) }, trailers);
  },
  StreamingOutputCall: (call: ServerWritableStream<StreamRequest, PayloadResponse>) => outputs(call.request),
  async StreamingInputCall(call: ServerReadableStream<StreamRequest, object>) {
    let total = 0;
    for await (const request of call) total += (request as StreamRequest).payload?.body.length ?? 0;
    return { aggregated_payload_size: total };
  },
  async FullDuplexCall(call: ServerDuplexStream<StreamRequest, PayloadResponse>) {
    const trailers = echoMetadata(call);
    for await (const request of call) {
      for await (const response of outputs(request as StreamRequest)) call.write(response);
    }
    call.end(trailers);
  },
} as never);

console.log(await server.listen('127.0.0.1:0'));
