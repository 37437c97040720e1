import { makeGenericClientConstructor } from '@grpc/grpc-js';
import { fileDescriptorSet } from './gen/descriptors.js';
import {
  type GreeterServiceClient as Client,
  type GreeterServiceClient as GeneratedClient,
  GreeterServiceDefinition,
  GreeterServiceService,
} from './gen/greeter/v1/greeter.js';

const { methods } = GreeterServiceDefinition;

/**
 * The service definition of grpc-js with the options that the proto gives its methods: clients read
 * `options.idempotencyLevel` from it to know which calls may be sent twice. ts-proto emits the two apart.
 */
export const GreeterService = {
  sayHello: { ...GreeterServiceService.sayHello, options: methods.sayHello.options },
  watch: { ...GreeterServiceService.watch, options: methods.watch.options },
  whoAmI: { ...GreeterServiceService.whoAmI, options: methods.whoAmI.options },
} as const;

/** The generated client class, over the definition that carries the options. */
export const GreeterServiceClient: typeof GeneratedClient = makeGenericClientConstructor(
  GreeterService,
  GreeterServiceDefinition.fullName,
) as unknown as typeof GeneratedClient;
export type GreeterServiceClient = Client;

/** The proto file as a serialized `google.protobuf.FileDescriptorSet`, for server reflection. */
export const greeterDescriptors: Uint8Array = Buffer.from(fileDescriptorSet, 'base64');
