import type { ServiceDefinition } from '@grpc/grpc-js';
import { asBuffer } from './as-buffer.js';
import type { ProtobufTsService } from './service-definition.js';

interface MessageType {
  toBinary(message: unknown): Uint8Array;
  fromBinary(bytes: Uint8Array): unknown;
}

interface MethodInfo {
  readonly name: string;
  readonly localName: string;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
  readonly idempotency?: string;
  readonly I: MessageType;
  readonly O: MessageType;
}

/** A `ServiceType` of protobuf-ts as grpc-js defines services. */
export function fromProtobufTs({ typeName, methods }: ProtobufTsService): ServiceDefinition {
  return Object.fromEntries(
    (methods as unknown as readonly MethodInfo[]).map(
      ({ name, localName, clientStreaming, serverStreaming, idempotency, I, O }) => [
        localName,
        {
          path: `/${typeName}/${name}`,
          requestStream: clientStreaming,
          responseStream: serverStreaming,
          requestSerialize: (message: unknown) => asBuffer(I.toBinary(message)),
          requestDeserialize: (bytes: Buffer) => I.fromBinary(bytes),
          responseSerialize: (message: unknown) => asBuffer(O.toBinary(message)),
          responseDeserialize: (bytes: Buffer) => O.fromBinary(bytes),
          ...(idempotency !== undefined && { options: { idempotencyLevel: idempotency } }),
        },
      ],
    ),
  );
}
