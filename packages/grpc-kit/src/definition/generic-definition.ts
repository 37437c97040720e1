import type { ServiceDefinition } from '@grpc/grpc-js';
import type { GenericDefinition } from './service-definition.js';

type MessageType = GenericDefinition['methods'][string]['requestType'];

/** A generic definition of ts-proto as grpc-js defines services. */
export function fromGenericDefinition({ fullName, methods }: GenericDefinition): ServiceDefinition {
  return Object.fromEntries(
    Object.entries(methods).map(
      ([key, { name, requestType, requestStream, responseType, responseStream, options }]) => [
        key,
        {
          path: `/${fullName}/${name}`,
          requestStream,
          responseStream,
          requestSerialize: serializer(requestType),
          requestDeserialize: (bytes: Buffer) => requestType.decode(bytes),
          responseSerialize: serializer(responseType),
          responseDeserialize: (bytes: Buffer) => responseType.decode(bytes),
          ...(options && { options }),
        },
      ],
    ),
  );
}

function serializer(type: MessageType): (message: unknown) => Buffer {
  return (message) => {
    const bytes = type.encode(message).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}
