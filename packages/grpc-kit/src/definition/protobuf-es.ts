import { createRequire } from 'node:module';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { GrpcKitError } from '../errors.js';
import { asBuffer } from './as-buffer.js';
import type { ProtobufEsService } from './service-definition.js';

/** The part of `@bufbuild/protobuf` that converts messages. */
export interface ProtobufEsRuntime {
  create(schema: never, init: never): unknown;
  toBinary(schema: never, message: never): Uint8Array;
  fromBinary(schema: never, bytes: Uint8Array): unknown;
}

type Method = ProtobufEsService['method'][string] & {
  readonly name?: string;
  readonly idempotency?: number;
};

/** `google.protobuf.MethodOptions.IdempotencyLevel`, by number. */
const LEVELS = [undefined, 'NO_SIDE_EFFECTS', 'IDEMPOTENT'] as const;

/** A service of protobuf-es as grpc-js defines services. */
export function fromProtobufEs(service: ProtobufEsService, runtime: ProtobufEsRuntime): ServiceDefinition {
  const methods = Object.entries(service.method as Readonly<Record<string, Method>>);
  return Object.fromEntries(
    methods.map(([key, { name = key, methodKind, input, output, idempotency = 0 }]) => {
      const level = LEVELS[idempotency];
      return [
        key,
        {
          path: `/${service.typeName}/${name}`,
          requestStream: methodKind === 'client_streaming' || methodKind === 'bidi_streaming',
          responseStream: methodKind === 'server_streaming' || methodKind === 'bidi_streaming',
          requestSerialize: serializer(input, runtime),
          requestDeserialize: deserializer(input, runtime),
          responseSerialize: serializer(output, runtime),
          responseDeserialize: deserializer(output, runtime),
          ...(level && { options: { idempotencyLevel: level } }),
        },
      ];
    }),
  );
}

/** Messages pass `create` as they are; it makes one of mere fields. */
function serializer(schema: object, { create, toBinary }: ProtobufEsRuntime): (message: unknown) => Buffer {
  return (message) => asBuffer(toBinary(schema as never, create(schema as never, message as never) as never));
}

function deserializer(schema: object, { fromBinary }: ProtobufEsRuntime): (bytes: Buffer) => unknown {
  return (bytes) => fromBinary(schema as never, bytes);
}

/**
 * `@bufbuild/protobuf`, loaded for the first service of protobuf-es and for nobody else.
 * @throws GrpcKitError `ERR_PEER_MISSING`.
 */
export function installedRuntime(service: string): ProtobufEsRuntime {
  try {
    return createRequire(import.meta.filename)('@bufbuild/protobuf') as ProtobufEsRuntime;
  } catch (cause) {
    const bundled = "in a bundle, pass serviceDefinition(…) of '@org/grpc-kit/protobuf-es'";
    const message = `${service} is a service of protobuf-es, which needs @bufbuild/protobuf: npm install it; ${bundled}`;
    throw new GrpcKitError('ERR_PEER_MISSING', message, { cause });
  }
}
