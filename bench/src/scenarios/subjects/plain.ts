import { readFileSync } from 'node:fs';
import {
  type ChannelCredentials,
  Client,
  type ClientReadableStream,
  credentials,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { EchoService } from '../../echo.js';
import type { SubjectClient, SubjectOptions } from './subject.js';

const WHO = Buffer.from('plain');

/** What somebody gets who sets `round_robin` on grpc-js and leaves the rest at its defaults. */
export const roundRobinOptions = {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

export function plainCredentials({ tls }: SubjectOptions): ChannelCredentials {
  if (!tls) return credentials.createInsecure();
  return credentials.createSsl(readFileSync(tls.caFile), readFileSync(tls.keyFile), readFileSync(tls.certFile));
}

/** Plain grpc-js with round robin. */
export function plainSubject(options: SubjectOptions): SubjectClient {
  const { path, requestSerialize, responseDeserialize } = EchoService.name;
  const client = new Client(options.target, plainCredentials(options), {
    ...roundRobinOptions,
    ...(options.tls ? { 'grpc.ssl_target_name_override': options.tls.serverName } : {}),
  });
  return {
    call: (deadlineMs) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          WHO,
          { deadline: Date.now() + deadlineMs },
          (error: ServiceError | null, reply?: Buffer) => (error ? reject(error) : resolve(String(reply))),
        );
      }),
    ready: (timeoutMs) =>
      new Promise((resolve, reject) => {
        client.waitForReady(Date.now() + timeoutMs, (error) => (error ? reject(error) : resolve()));
      }),
    watch: () =>
      new Promise((resolve) => {
        const stream: ClientReadableStream<Buffer> = client.makeServerStreamRequest(
          EchoService.watch.path,
          EchoService.watch.requestSerialize,
          EchoService.watch.responseDeserialize,
          Buffer.alloc(0),
        );
        stream.resume();
        stream.on('error', () => {});
        stream.on('status', ({ code }) => resolve(code ?? status.UNKNOWN));
      }),
    close: () => client.close(),
  };
}
