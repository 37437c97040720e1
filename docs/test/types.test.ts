import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './pages.js';
import { typeErrors } from './type-check.js';

const policy = (text: string): string =>
  `import type { ChannelPolicy } from '@org/grpc-kit';\nexport const policy: ChannelPolicy = ${text};\n`;

/** What is wrong, and what TypeScript says of it: it should name what to write instead. */
const refused: Readonly<Record<string, readonly [code: string, message: RegExp]>> = {
  'an option that does not exist': [policy('{ deadline: 1_000 }'), /Did you mean to write 'deadlineMs'\?$/],
  'an option in the wrong place': [
    policy('{ keepalive: { deadlineMs: 1_000 } }'),
    /not exist in type 'KeepalivePolicy'/,
  ],
  'an option in the wrong unit': [policy('{ keepalive: { timeSeconds: 7 } }'), /'timeSeconds' does not exist/],
  'a misspelled balancing policy': [policy("{ loadBalancing: 'roundrobin' }"), /Did you mean '"round_robin"'\?$/],
  'a number for a name': [policy('{ loadBalancing: 1 }'), /'number' is not assignable to type 'LoadBalancing'/],
  'a number as text': [policy("{ deadlineMs: '1s' }"), /'string' is not assignable to type 'number'/],
  'a status code that does not exist': [
    policy("{ retry: { codes: ['UNAVAILBLE'] } }"),
    /Did you mean '"UNAVAILABLE"'\?$/,
  ],
  'a status code as a number': [policy('{ retry: { codes: [14] } }'), /not assignable to type 'RetryableCode'/],
  'retries by a word that means nothing': [
    policy("{ retry: { methods: 'safe' } }"),
    /"idempotent" \| "all" \| readonly/,
  ],
  'hedging without methods': [
    policy('{ hedging: { delayMs: 10 } }'),
    /'methods' is missing .* required in type 'HedgingPolicy'/,
  ],
  'retry: true': [policy('{ retry: true }'), /not assignable to type 'false \| RetryPolicy'/],
  'a misspelled option of the factory': [
    calling('createClientFactory({ polcy: {} });'),
    /Did you mean to write 'policy'\?$/,
  ],
  'a method that the definition lacks': [
    calling("await greeter.sayGoodbye({ name: 'Ada' });"),
    /'sayGoodbye' does not exist/,
  ],
  'a request of the wrong type': [
    calling('await greeter.sayHello({ name: 1 });'),
    /'number' is not assignable to type 'string'/,
  ],
  'an option of a call that does not exist': [
    calling("await greeter.sayHello({ name: 'Ada' }, { timeoutMs: 1 });"),
    /'timeoutMs' does not exist in type 'CallOptions'/,
  ],
  'awaiting a stream as an answer': [
    calling('(await greeter.watch({ intervalMs: 1 })).greetings;'),
    /'greetings' does not exist on type 'AsyncIterable<WatchResponse>'/,
  ],
  'a misspelled option of the server': [
    serving('createServer({ drainDelay: 1 });'),
    /Did you mean to write 'drainDelayMs'\?$/,
  ],
  'an answer that lacks something': [
    serving("server.addService(GreeterService, { sayHello: async () => ({ message: '' }), watch });"),
    /missing the following properties from type 'SayHelloResponse': pod, address/,
  ],
  'a service without one of its handlers': [
    serving('server.addService(GreeterService, { watch });'),
    /missing the following properties from type .*: sayHello/,
  ],
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
  'types of proto-loader-gen-types': `import { createClient } from '@org/grpc-kit';
    import { createServer } from '@org/grpc-kit/server';
    import type { ServiceDefinition } from '@grpc/grpc-js';
    import type { MethodDefinition } from '@grpc/proto-loader';
    interface Request { name?: string }
    interface RequestOutput { name: string }
    interface Reply { message?: string }
    interface ReplyOutput { message: string }
    interface Greeter extends ServiceDefinition { SayHello: MethodDefinition<Request, Reply, RequestOutput, ReplyOutput> }
    declare const service: Greeter;
    const reply = await createClient(service, 'static:///127.0.0.1:1').SayHello({ name: 'Ada' });
    const text: string = reply.message;
    createServer().addService(service, { SayHello: async () => ({ message: text }) });`,
  'handlers of google-protobuf': `import type { handleUnaryCall, MethodDefinition, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
    import { createServer } from '@org/grpc-kit/server';
    class Request { getName(): string { return ''; } }
    class Reply { setMessage(_: string): this { return this; } }
    interface SayHello extends MethodDefinition<Request, Reply> { requestStream: false; responseStream: false }
    interface Greeter extends ServiceDefinition<UntypedServiceImplementation> { sayHello: SayHello }
    interface GreeterServer extends UntypedServiceImplementation { sayHello: handleUnaryCall<Request, Reply> }
    declare const GreeterService: Greeter;
    const handlers: GreeterServer = { sayHello: (call, callback) => callback(null, new Reply().setMessage(call.request.getName())) };
    createServer().addService(GreeterService, handlers);
    createServer().addService(GreeterService, { sayHello: async ({ request }) => new Reply().setMessage(request.getName()) });`,
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
    import { createClient, createClientFactory } from '@org/grpc-kit';
    const greeter = createClient(GreeterService, 'static:///127.0.0.1:1');
    ${code}
    void createClientFactory;`;
}

function serving(code: string): string {
  return `import { GreeterService } from '@org/example-proto';
    import { createServer } from '@org/grpc-kit/server';
    const server = createServer();
    const watch = (): void => undefined;
    ${code}`;
}

const refusedCode = Object.entries(refused).map(([name, [code]]) => [name, code] as const);
const named = [...refusedCode, ...Object.entries(accepted)].map(
  ([name, code], index) =>
    [name, join(root, 'packages/grpc-kit/test', `types-${index}.mts`), `${code}\nexport {};\n`] as const,
);
const errors = typeErrors(new Map(named.map(([, file, code]) => [file, code])));
const errorsOf = new Map(named.map(([name, file]) => [name, errors.get(file) ?? []]));

test.each(Object.entries(refused))('TypeScript refuses %s, and says how it should be', (name, [, message]) => {
  expect(errorsOf.get(name)).toEqual([expect.stringMatching(message)]);
});

test.each(Object.keys(accepted))('TypeScript accepts %s', (name) => {
  expect(errorsOf.get(name)).toEqual([]);
});
