import { makeGenericClientConstructor } from '@grpc/grpc-js';
import { trace } from '@opentelemetry/api';
import { createClientFactory } from '../../../src/index.js';
import { clientTracing } from '../../../src/observe/tracing/index.js';
import { type Echo, echoDefinition } from '../../server/echo-service.js';

const factory = createClientFactory({
  policy: { retry: { methods: 'all', initialBackoffMs: 1 } },
  tracing: clientTracing(),
});
const target = process.env['TARGET'] ?? '';
const Native = makeGenericClientConstructor(echoDefinition, 'test.Echo');
const native = factory.native(Native, target);
const client = factory.client(echoDefinition, target);
const tracer = trace.getTracer('bff');

const calls: Record<string, () => Promise<unknown>> = {
  native: () =>
    new Promise<Echo>((resolve, reject) => {
      const unary = native['unary'] as (request: Echo, done: (error: Error | null, reply: Echo) => void) => void;
      unary.call(native, { text: 'native' }, (error, reply) => (error ? reject(error) : resolve(reply)));
    }),
  promise: () => client.unary({ text: 'promise' }),
};

for (const [name, call] of Object.entries(calls)) {
  await tracer.startActiveSpan(`GET /${name}`, async (span) => {
    await call();
    span.end();
  });
}
await factory.close();
console.log(JSON.stringify({ msg: 'done' }));
