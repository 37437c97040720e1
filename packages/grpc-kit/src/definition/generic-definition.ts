import type { ServiceDefinition } from '@grpc/grpc-js';
import { asBuffer } from './as-buffer.js';
import type { GenericDefinition } from './service-definition.js';

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
          requestSerialize: (message: unknown) => asBuffer(requestType.encode(message).finish()),
          requestDeserialize: (bytes: Buffer) => requestType.decode(bytes),
          responseSerialize: (message: unknown) => asBuffer(responseType.encode(message).finish()),
          responseDeserialize: (bytes: Buffer) => responseType.decode(bytes),
          ...(options && { options }),
        },
      ],
    ),
  );
}
