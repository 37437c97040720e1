import { type ChannelOptions, Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { downloadRequest, EchoService } from '../../echo.js';
import type { CallSubject } from './subject.js';

/** grpc-js as it comes. */
export function plainSubject(address: string, options: ChannelOptions = {}): CallSubject {
  return genericSubject(new Client(address, credentials.createInsecure(), options));
}

/** Any grpc-js client that was made for the echo service. */
export function genericSubject(client: Client): CallSubject {
  const { echo, download } = EchoService;
  return {
    unary: (payload) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          echo.path,
          echo.requestSerialize,
          echo.responseDeserialize,
          payload,
          (error: ServiceError | null, reply?: Buffer) => (error || !reply ? reject(error) : resolve(reply.length)),
        );
      }),
    download: (count, size) =>
      new Promise((resolve, reject) => {
        const stream = client.makeServerStreamRequest(
          download.path,
          download.requestSerialize,
          download.responseDeserialize,
          downloadRequest(count, size),
        );
        let messages = 0;
        stream.on('data', () => messages++);
        stream.on('end', () => resolve(messages));
        stream.on('error', reject);
      }),
    close: () => client.close(),
  };
}
