import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  MethodDefinition,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';

function method<RequestStream extends boolean, ResponseStream extends boolean>(
  name: string,
  requestStream: RequestStream,
  responseStream: ResponseStream,
  options: object = {},
): MethodDefinition<string, string> & {
  readonly requestStream: RequestStream;
  readonly responseStream: ResponseStream;
  readonly options: object;
} {
  return {
    path: `/test.v1.TextService/${name}`,
    requestStream,
    responseStream,
    requestSerialize: (text) => Buffer.from(text),
    requestDeserialize: (bytes) => bytes.toString(),
    responseSerialize: (text) => Buffer.from(text),
    responseDeserialize: (bytes) => bytes.toString(),
    options,
  };
}

/** Text in, text out, in all four ways; `read` may be repeated, `write` may not. */
export const TextService = {
  read: method('Read', false, false, { idempotencyLevel: 'NO_SIDE_EFFECTS' }),
  write: method('Write', false, false),
  list: method('List', false, true),
  join: method('Join', true, false),
  echo: method('Echo', true, true),
} as const;

/** Handlers of the service. */
export interface TextHandlers extends UntypedServiceImplementation {
  read: handleUnaryCall<string, string>;
  write: handleUnaryCall<string, string>;
  list: handleServerStreamingCall<string, string>;
  join: handleClientStreamingCall<string, string>;
  echo: handleBidiStreamingCall<string, string>;
}
