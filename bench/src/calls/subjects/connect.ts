import { create, createFileRegistry } from '@bufbuild/protobuf';
import {
  BytesValueSchema,
  FileDescriptorProtoSchema,
  file_google_protobuf_wrappers,
  MethodDescriptorProtoSchema,
  ServiceDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import { createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { downloadRequest } from '../../echo.js';
import type { CallSubject } from './subject.js';

const BYTES = '.google.protobuf.BytesValue';

/** connect-node over its gRPC transport; it takes no raw bytes, so they travel in a BytesValue, which the server echoes. */
export function connectSubject(address: string): CallSubject {
  const method = (name: string, serverStreaming: boolean) =>
    create(MethodDescriptorProtoSchema, { name, inputType: BYTES, outputType: BYTES, serverStreaming });
  const registry = createFileRegistry(
    create(FileDescriptorProtoSchema, {
      name: 'bench/v1/echo.proto',
      package: 'bench.v1',
      syntax: 'proto3',
      dependency: ['google/protobuf/wrappers.proto'],
      service: [
        create(ServiceDescriptorProtoSchema, {
          name: 'EchoService',
          method: [method('Echo', false), method('Download', true)],
        }),
      ],
    }),
    () => file_google_protobuf_wrappers.proto,
  );
  const service = registry.getService('bench.v1.EchoService');
  if (!service) throw new Error('the descriptor has no service');
  const transport = createGrpcTransport({ baseUrl: `http://${address}` });
  const client = createClient(service, transport) as unknown as {
    echo(message: object): Promise<{ value: Uint8Array }>;
    download(message: object): AsyncIterable<unknown>;
  };
  return {
    unary: async (payload) => (await client.echo(create(BytesValueSchema, { value: payload }))).value.length,
    download: async (count, size) => {
      let messages = 0;
      for await (const _ of client.download(create(BytesValueSchema, { value: downloadRequest(count, size) })))
        messages++;
      return messages;
    },
    close: () => {},
  };
}
