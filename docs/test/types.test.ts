import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './pages.js';
import { typeErrors } from './type-check.js';

const policy = (text: string): string =>
  `import type { ChannelPolicy } from '@org/grpc-kit';\nexport const policy: ChannelPolicy = ${text};\n`;

const refused = {
  'an option that does not exist': policy('{ deadline: 1_000 }'),
  'an option in the wrong place': policy('{ keepalive: { deadlineMs: 1_000 } }'),
  'a misspelled balancing policy': policy("{ loadBalancing: 'roundrobin' }"),
  'a number as text': policy("{ deadlineMs: '1000' }"),
  'a status code that does not exist': policy("{ retry: { codes: ['UNAVAILBLE'] } }"),
  'retries by a word that means nothing': policy("{ retry: { methods: 'safe' } }"),
  'hedging without methods': policy('{ hedging: { delayMs: 10 } }'),
  'retry: true': policy('{ retry: true }'),
  'a method that the definition lacks': calling("await greeter.sayGoodbye({ name: 'Ada' });"),
  'a request of the wrong type': calling('await greeter.sayHello({ name: 1 });'),
  'an option of a call that does not exist': calling("await greeter.sayHello({ name: 'Ada' }, { timeoutMs: 1 });"),
  'awaiting a stream as an answer': calling('(await greeter.watch({ intervalMs: 1 })).greetings;'),
};

const accepted = {
  'every part of a policy': policy(`{
    loadBalancing: 'least_request', deadlineMs: Infinity, hedging: { methods: ['/a.B/C'] },
    retry: { methods: ['/a.B/C'], codes: ['UNAVAILABLE'] }, healthCheck: { serviceName: '' }, tls: {},
  }`),
  'a definition of ts-proto': calling(`
    const { message }: { message: string } = await greeter.sayHello({ name: 'Ada' });
    for await (const { greetings } of greeter.watch({ intervalMs: 1 })) console.log(message, greetings + 1);`),
  'a definition of proto-loader': `import { loadSync } from '@grpc/proto-loader';
    import type { ServiceDefinition } from '@grpc/grpc-js';
    import { createClient } from '@org/grpc-kit';
    const loaded = loadSync('greeter.proto')['pkg.Greeter'] as ServiceDefinition;
    const client = createClient(loaded, 'static:///127.0.0.1:1');
    const reply: unknown = await client['SayHello']?.({ name: 'Ada' });
    console.log(reply);
    await client.close();`,
  'a definition of google-protobuf': `import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
    import { createClient } from '@org/grpc-kit';
    class Request { getName(): string { return ''; } setName(_: string): this { return this; } }
    class Reply { getMessage(): string { return ''; } }
    interface SayHello extends MethodDefinition<Request, Reply> { requestStream: false; responseStream: false }
    interface Greeter extends ServiceDefinition { sayHello: SayHello }
    declare const GreeterService: Greeter;
    const reply = await createClient(GreeterService, 'static:///127.0.0.1:1').sayHello(new Request().setName('Ada'));
    const text: string = reply.getMessage();
    console.log(text);`,
};

function calling(code: string): string {
  return `import { GreeterService } from '@org/example-proto';
    import { createClient } from '@org/grpc-kit';
    const greeter = createClient(GreeterService, 'static:///127.0.0.1:1');
    ${code}`;
}

const named = Object.entries({ ...refused, ...accepted }).map(
  ([name, code], index) =>
    [name, join(root, 'packages/grpc-kit/test', `types-${index}.mts`), `${code}\nexport {};\n`] as const,
);
const errors = typeErrors(new Map(named.map(([, file, code]) => [file, code])));
const errorsOf = new Map(named.map(([name, file]) => [name, errors.get(file) ?? []]));

test.each(Object.keys(refused))('TypeScript refuses %s', (name) => {
  expect(errorsOf.get(name)).toHaveLength(1);
});

test.each(Object.keys(accepted))('TypeScript accepts %s', (name) => {
  expect(errorsOf.get(name)).toEqual([]);
});
