import { createClientFactory } from '@org/grpc-kit';
import { kubernetesDiscovery } from '@org/grpc-kit/kubernetes';
import { EchoService } from '../../echo.js';
import type { SubjectClient, SubjectOptions } from './subject.js';

const WHO = Buffer.from('kit');

/** The kit with its default policy. */
export function kitSubject({ target, subsetSize, tls, kubernetes }: SubjectOptions): SubjectClient {
  const factory = createClientFactory(kubernetes ? { discovery: kubernetesDiscovery(kubernetes) } : {});
  const client = factory.client(EchoService, target, {
    ...(subsetSize === undefined ? {} : { discovery: { subsetSize } }),
    ...(tls ? { tls } : {}),
  });
  return {
    call: async (deadlineMs) => String(await client.name(WHO, { deadlineMs })),
    ready: (timeoutMs) => factory.ready({ timeoutMs }),
    watch: async () => {
      try {
        for await (const _ of client.watch(Buffer.alloc(0), { deadlineMs: Number.POSITIVE_INFINITY }));
        return 0;
      } catch (error) {
        return (error as { code: number }).code;
      }
    },
    close: () => factory.close(),
  };
}
