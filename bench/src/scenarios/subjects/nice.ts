import { createChannel, createClient, waitForChannelReady } from 'nice-grpc';
import { EchoService } from '../../echo.js';
import { plainCredentials, roundRobinOptions } from './plain.js';
import type { SubjectClient, SubjectOptions } from './subject.js';

const WHO = Buffer.from('nice');

/** nice-grpc over grpc-js with round robin. */
export function niceSubject(options: SubjectOptions): SubjectClient {
  const channel = createChannel(options.target, plainCredentials(options), roundRobinOptions);
  const client = createClient(EchoService, channel);
  return {
    call: async (deadlineMs) => String(await client.name(WHO, { signal: AbortSignal.timeout(deadlineMs) })),
    ready: (timeoutMs) => waitForChannelReady(channel, new Date(Date.now() + timeoutMs)),
    watch: async () => {
      try {
        for await (const _ of client.watch(Buffer.alloc(0)));
        return 0;
      } catch (error) {
        return (error as { code: number }).code;
      }
    },
    close: () => channel.close(),
  };
}
