import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { fromProtobufEs } from './protobuf-es.js';
import type { MethodsOf, ProtobufEsService } from './service-definition.js';

/**
 * A service of protobuf-es as a definition of grpc-js. Clients and servers take the service itself; a bundler needs to
 * see the import of `@bufbuild/protobuf` that is made here.
 */
export function serviceDefinition<Service extends ProtobufEsService>(service: Service): MethodsOf<Service> {
  return fromProtobufEs(service, { create, toBinary, fromBinary }) as unknown as MethodsOf<Service>;
}
