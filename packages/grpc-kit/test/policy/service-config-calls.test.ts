import { status } from '@grpc/grpc-js';
import { createClient, policyFromServiceConfig } from '@org/grpc-kit';
import { afterEach, expect, test } from 'vitest';
import { Refusal, startTextBackends, staticTarget, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

const service = 'test.v1.TextService';
let backends: TextBackend[] = [];
afterEach(() => {
  for (const backend of backends) backend.close();
});

test('calls are retried, hedged and ended as a service config says, by the name of a whole service too', async () => {
  backends = await startTextBackends(1);
  const [backend] = backends as [TextBackend];
  const policy = policyFromServiceConfig({
    methodConfig: [
      {
        name: [{ service }],
        timeout: '10s',
        retryPolicy: {
          maxAttempts: 2,
          initialBackoff: '0.001s',
          maxBackoff: '0.001s',
          backoffMultiplier: 2,
          retryableStatusCodes: ['ABORTED'],
        },
      },
      {
        name: [{ service, method: 'Read' }],
        timeout: '10s',
        hedgingPolicy: { maxAttempts: 2, hedgingDelay: '0.01s' },
      },
      { name: [{ service: 'other.v1.Service' }], timeout: '1s' },
    ],
    healthCheckConfig: { serviceName: '' },
  });
  await using client = createClient(TextService, staticTarget(backends), policy);

  let refusals = 1;
  backend.unary = () => {
    if (refusals-- > 0) throw new Refusal(status.ABORTED, 'once');
    return 'written';
  };
  expect(await client.write('x')).toBe('written');
  expect(backend.arrived.get('write')).toBe(2);

  let reads = 0;
  backend.unary = () => (reads++ === 0 ? new Promise<string>(() => undefined) : 'read');
  expect(await client.read('x')).toBe('read');
  expect(backend.arrived.get('read')).toBe(2);
});

test('the deadline of a whole service is that of its methods', async () => {
  backends = await startTextBackends(1);
  const [backend] = backends as [TextBackend];
  backend.unary = () => new Promise<string>(() => undefined);
  const policy = policyFromServiceConfig({ methodConfig: [{ name: [{ service }], timeout: '0.2s' }] });
  await using client = createClient(TextService, staticTarget(backends), policy);
  await expect(client.write('x')).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
});
