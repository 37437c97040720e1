import { type Metadata, type ServerInterceptingCallInterface, type sendUnaryData, status } from '@grpc/grpc-js';
import { DuplexCall, ReadableCall, UnaryCall, WritableCall } from './call-objects.js';

type Call = ServerInterceptingCallInterface;
type Listener = Parameters<Call['start']>[0];
// biome-ignore lint/suspicious/noExplicitAny: handlers of any kind, whose messages are not known here.
type AnyHandler = (call: any, callback?: any) => unknown;

/** A method as it was registered, in grpc-js's own words. */
export interface RegisteredMethod {
  readonly path: string;
  readonly type: string;
  readonly handler: AnyHandler;
  readonly serialize: (message: never) => Buffer;
  readonly deserialize: (bytes: Buffer) => unknown;
}

/** Runs the handler of a method for a call, as grpc-js does: the same objects, events and statuses. */
export function handleCall(call: Call, method: RegisteredMethod): void {
  switch (method.type) {
    case 'unary':
    case 'serverStream':
      call.start(oneRequest(call, method));
      break;
    case 'clientStream':
    case 'bidi':
      call.start(manyRequests(call, method));
      break;
    default:
      call.sendStatus({ code: status.INTERNAL, details: `a method of the type ${method.type}`, metadata: null });
  }
}

function oneRequest(call: Call, { path, type, handler }: RegisteredMethod): Listener {
  let metadata: Metadata;
  let request: unknown;
  let requests = 0;
  let object: UnaryCall | WritableCall | undefined;
  return {
    onReceiveMetadata: (received) => {
      metadata = received;
      call.startRead();
    },
    onReceiveMessage: (message) => {
      request = message;
      requests += 1;
      if (requests === 1) call.startRead();
      else refuse(call, `Received a second request message for ${path}`);
    },
    onReceiveHalfClose: () => {
      if (requests === 0) {
        refuse(call, `Received no request message for ${path}`);
        return;
      }
      object =
        type === 'unary'
          ? new UnaryCall(path, call, metadata, request)
          : new WritableCall(path, call, metadata, request);
      run(call, () => handler(object, type === 'unary' ? respondTo(call) : undefined));
    },
    onCancel: () => {
      if (!object) return;
      object.cancelled = true;
      object.emit('cancelled', 'cancelled');
      if (object instanceof WritableCall) object.destroy();
    },
  };
}

function manyRequests(call: Call, { path, type, handler }: RegisteredMethod): Listener {
  let object: ReadableCall | DuplexCall | undefined;
  return {
    onReceiveMetadata: (metadata) => {
      object = type === 'bidi' ? new DuplexCall(path, call, metadata) : new ReadableCall(path, call, metadata);
      run(call, () => handler(object, type === 'bidi' ? undefined : respondTo(call)));
    },
    onReceiveMessage: (message) => void object?.push(message),
    onReceiveHalfClose: () => void object?.push(null),
    onCancel: () => {
      if (!object) return;
      object.cancelled = true;
      object.emit('cancelled', 'cancelled');
      object.destroy();
    },
  };
}

function respondTo(call: Call): sendUnaryData<unknown> {
  return (error, value, trailer) => {
    if (error) {
      const { code = status.UNKNOWN, details = (error as Error).message, metadata = null } = error;
      call.sendStatus({ code, details, metadata: trailer ?? metadata });
    } else {
      call.sendMessage(value, () => call.sendStatus({ code: status.OK, details: 'OK', metadata: trailer ?? null }));
    }
  };
}

function run(call: Call, handler: () => unknown): void {
  try {
    handler();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    call.sendStatus({ code: status.UNKNOWN, details: `Server method handler threw error ${why}`, metadata: null });
  }
}

function refuse(call: Call, details: string): void {
  call.sendStatus({ code: status.UNIMPLEMENTED, details, metadata: null });
}
