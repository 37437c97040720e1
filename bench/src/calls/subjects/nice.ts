import { createChannel, createClient } from 'nice-grpc';
import { downloadRequest, EchoService } from '../../echo.js';
import type { CallSubject } from './subject.js';

/** nice-grpc as it comes. */
export function niceSubject(address: string): CallSubject {
  const channel = createChannel(address);
  const client = createClient(EchoService, channel);
  return {
    unary: async (payload) => (await client.echo(payload)).length,
    download: async (count, size) => {
      let messages = 0;
      for await (const _ of client.download(downloadRequest(count, size))) messages++;
      return messages;
    },
    close: () => channel.close(),
  };
}
