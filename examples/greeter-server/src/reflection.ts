import type { Server } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { greeterDescriptors } from '@org/example-proto';

/** Serves `grpc.reflection.v1` and `v1alpha`, so that grpcurl and the like need no proto files. */
export function addReflection(server: Server): void {
  new ReflectionService(loadFileDescriptorSetFromBuffer(Buffer.from(greeterDescriptors))).addToServer(server);
}
