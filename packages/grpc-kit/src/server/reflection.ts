import type { Server } from '@grpc/grpc-js';
import { GrpcKitError } from '../errors.js';
import { healthDescriptor } from './health-descriptor.js';

/**
 * What reflection describes: a serialized `google.protobuf.FileDescriptorSet` with imports (`buf build
 * --as-file-descriptor-set`, `protoc --descriptor_set_out --include_imports`), or a package definition of
 * `@grpc/proto-loader`.
 */
export type ReflectionSource = Uint8Array | Readonly<Record<string, unknown>>;

/** What `@grpc/reflection` reads of a package definition. */
interface DescribedPackage {
  readonly fileDescriptorProtos: readonly Buffer[];
}

/**
 * Serves `grpc.reflection.v1` and `v1alpha` for the source and the health service.
 * @throws GrpcKitError `ERR_PEER_MISSING` without `@grpc/reflection`, `ERR_DEFINITION_INVALID` for bytes that are no
 * descriptor set.
 */
export async function addReflection(server: Server, source: ReflectionSource): Promise<void> {
  const files = source instanceof Uint8Array ? { set: { fileDescriptorProtos: splitDescriptorSet(source) } } : source;
  const health: DescribedPackage = { fileDescriptorProtos: [Buffer.from(healthDescriptor, 'base64')] };
  const { ReflectionService } = await loadReflection();
  new ReflectionService({ ...files, health } as never).addToServer(server);
}

async function loadReflection(): Promise<typeof import('@grpc/reflection')> {
  try {
    return await import('@grpc/reflection');
  } catch (cause) {
    const message = 'createServer({ reflection }) needs @grpc/reflection: npm install @grpc/reflection';
    throw new GrpcKitError('ERR_PEER_MISSING', message, { cause });
  }
}

const FILE_FIELD = 0x0a;

/** A FileDescriptorSet is nothing but `repeated FileDescriptorProto file = 1`. */
export function splitDescriptorSet(set: Uint8Array): Buffer[] {
  const bytes = Buffer.from(set.buffer, set.byteOffset, set.byteLength);
  const files: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at++] !== FILE_FIELD) throw notASet();
    let length = 0;
    for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
      byte = bytes[at++] ?? 0x100;
      if (byte > 0xff || shift > 28) throw notASet();
      length += (byte & 0x7f) * 2 ** shift;
    }
    if (at + length > bytes.length) throw notASet();
    files.push(bytes.subarray(at, at + length));
    at += length;
  }
  return files;
}

function notASet(): GrpcKitError {
  return new GrpcKitError('ERR_DEFINITION_INVALID', 'reflection: the bytes are no google.protobuf.FileDescriptorSet');
}
