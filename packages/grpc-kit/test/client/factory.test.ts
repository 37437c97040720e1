import { fileURLToPath } from 'node:url';
import { Client, credentials, getClientChannel, loadPackageDefinition, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { GreeterService, GreeterServiceClient, type SayHelloResponse } from '@org/example-proto';
import {
  type ClientCall,
  type ClientClass,
  channelOptionsFor,
  createClient,
  createClientFactory,
  type Discovery,
  type EndpointListener,
  type Observer,
} from '@org/grpc-kit';
import { startDnsServer, until } from '@org/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveGreeter } from '../support/greeter.js';
import { startTextBackend, startTextBackends, staticTarget, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

let backends: TextBackend[];
let target: string;
beforeAll(async () => {
  backends = await startTextBackends(2);
  target = staticTarget(backends);
});
afterAll(() => {
  for (const backend of backends) backend.close();
});

describe('a factory', () => {
  test('shares connections where target and policy are the same', async () => {
    await using factory = createClientFactory();
    factory.client(TextService, target);
    factory.client(GreeterService, target);
    factory.native(GreeterServiceClient, target);
    factory.client(TextService, target, { deadlineMs: 10_000 });
    expect(factory.snapshot()).toHaveLength(1);
    factory.client(TextService, target, { deadlineMs: 9_000 });
    expect(factory.snapshot()).toHaveLength(2);
  });

  test('its policy holds where a client’s own says nothing', async () => {
    await using factory = createClientFactory({ policy: { deadlineMs: 50, discovery: { refreshMs: 5_000 } } });
    const [backend] = backends as [TextBackend];
    backend.unary = () => new Promise(() => undefined);
    const client = factory.client(TextService, staticTarget([backend]), { discovery: { minIntervalMs: 50 } });
    await expect(client.read('x')).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    backend.unary = () => backend.address;
  });

  test('refuses what is wrong at once', async () => {
    await using factory = createClientFactory();
    const refused = (make: () => unknown) => {
      try {
        make();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return 'nothing';
    };
    expect(refused(() => factory.client(TextService, 'nonsense'))).toBe('ERR_TARGET_INVALID');
    expect(refused(() => factory.client(TextService, 'k8s:///greeter:50051'))).toBe('ERR_TARGET_INVALID');
    expect(refused(() => factory.client(TextService, 'xds:///greeter'))).toBe('ERR_TARGET_INVALID');
    expect(refused(() => factory.client(TextService, target, { deadlineMs: -1 }))).toBe('ERR_POLICY_INVALID');
    expect(refused(() => createClientFactory({ policy: { deadlineMs: -1 } }))).toBe('ERR_POLICY_INVALID');
    expect(refused(() => factory.client({}, target))).toBe('ERR_DEFINITION_INVALID');
    expect(refused(() => factory.client(null as never, target))).toBe('ERR_DEFINITION_INVALID');
    expect(refused(() => factory.client({ read: { path: '/a/b' } } as never, target))).toBe('ERR_DEFINITION_INVALID');
    expect(refused(() => factory.client({ read: 1 } as never, target))).toBe('ERR_DEFINITION_INVALID');
    await factory.close();
    expect(refused(() => factory.client(TextService, target))).toBe('ERR_CLOSED');
  });

  test('takes discoveries of others, and they go first', async () => {
    let listener: EndpointListener | undefined;
    const own: Discovery = {
      scheme: 'static',
      createSource: () => ({
        start: (given) => {
          listener = given;
          setImmediate(() => given.endpoints(backends.map(({ host: address, port }) => ({ address, port }))));
        },
        refresh: () => undefined,
        close: () => undefined,
      }),
    };
    await using factory = createClientFactory({ discovery: own });
    const client = factory.client(TextService, 'static:///wherever:1');
    expect(await client.read('x')).toBeTruthy();
    listener?.error(new Error('cannot look any more'));
    expect(await client.read('x')).toBeTruthy();
    expect(factory.snapshot()[0]?.resolution).toMatchObject({
      error: 'cannot look any more',
      endpoints: expect.arrayContaining(backends.map(({ address }) => address)),
    });
  });

  test('tells its logger what happens beside calls', async () => {
    const lines: string[] = [];
    const log = (level: string) => (_fields: object, message: string) => void lines.push(`${level} ${message}`);
    const logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
    await using factory = createClientFactory({ logger });
    const client = factory.client(TextService, 'dns:///nowhere.invalid:1');
    await expect(client.read('x')).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await factory.client(TextService, target).read('x');
    expect(lines.join('\n')).toMatch(/warn .*nowhere\.invalid.*\n(.*\n)*debug resolved to 2 backends/);
  });
});

describe('ready', () => {
  test('with nothing to connect to, at once', async () => {
    await using factory = createClientFactory();
    await factory.ready({ timeoutMs: 1 });
  });

  test('does not wait for a backend that has failed once', async () => {
    const gone = await startTextBackend();
    gone.close();
    await using factory = createClientFactory();
    factory.client(TextService, staticTarget([...backends, gone]));
    await factory.ready();
    expect(factory.snapshot()[0]?.backends.find(({ address }) => address === gone.address)?.lastError).toMatch(
      /ECONNREFUSED/,
    );
  });

  test('says what is missing when the time is up', async () => {
    const gone = await startTextBackend();
    gone.close();
    await using factory = createClientFactory();
    factory.client(TextService, staticTarget([gone]));
    factory.client(TextService, 'dns:///nowhere.invalid:1');
    await expect(factory.ready({ timeoutMs: 300 })).rejects.toMatchObject({
      code: 'ERR_NOT_READY',
      message: expect.stringMatching(/^not ready after 300 ms: .*ECONNREFUSED.* \| .*nowhere\.invalid.*ENOTFOUND/),
    });
  });

  test('can be given up', async () => {
    await using factory = createClientFactory();
    factory.client(TextService, 'dns:///nowhere.invalid:1');
    const reason = new Error('enough');
    const leave = new AbortController();
    const ready = factory.ready({ signal: leave.signal });
    leave.abort(reason);
    await expect(ready).rejects.toBe(reason);
    await expect(factory.ready({ signal: leave.signal })).rejects.toBe(reason);
  });
});

test('a name that does not exist yet is found soon after it does', async () => {
  const dns = await startDnsServer();
  await using factory = createClientFactory({ policy: { discovery: { minIntervalMs: 50 } } });
  const client = factory.client(TextService, `dns://${dns.address}/text.test:${backends[0]?.port}`);
  const error = await client.write('x').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('ENOTFOUND'), attempts: 0 });
  expect((error as Error).cause).toMatchObject({ code: 'ERR_RESOLUTION' });
  dns.setAddresses('text.test', ['127.0.0.2']);
  await until('it answers', () => client.write('x').catch(() => undefined));
  for (const behaviour of ['servfail', 'garbage', 'silent'] as const) {
    dns.behave(behaviour);
    expect(await client.write('x'), behaviour).toBeTruthy();
  }
  await dns.close();
});

describe('native clients', () => {
  const loaded = loadPackageDefinition(
    loadSync(fileURLToPath(new URL('../support/greeter.proto', import.meta.url))),
  ) as never as { readonly test: { readonly v1: { readonly Greeter: ClientClass<LoadedClient> } } };
  interface LoadedClient extends Client {
    Watch(request: object): AsyncIterable<{ text: string }>;
  }

  test('one that ts-proto generated, unmodified', async () => {
    const served = await serveGreeter();
    await using factory = createClientFactory();
    const client = factory.native(GreeterServiceClient, served.target);
    expect(client).toBeInstanceOf(Client);
    const response = await new Promise<SayHelloResponse>((resolve, reject) => {
      client.sayHello({ name: 'drop-in' }, (error, value) => (error ? reject(error) : resolve(value)));
    });
    expect(response.message).toBe('Hello, drop-in');
    client.close();
    expect(await factory.client(GreeterService, served.target).sayHello({ name: 'still open' })).toBeTruthy();
    served.close();
  });

  test('one that proto-loader made: its missing method is the server’s answer, from a real call', async () => {
    await using factory = createClientFactory();
    const client = factory.native(loaded.test.v1.Greeter, target);
    const stream = client.Watch({});
    const read = (async () => {
      for await (const _ of stream);
    })();
    await expect(read).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
    expect(client.getChannel().getTarget()).toBe(target);
  });

  test('unary calls have the policy’s deadline, streams of responses none but their own', async () => {
    const served = await serveGreeter({ silent: true });
    await using factory = createClientFactory({ policy: { deadlineMs: 80 } });
    const client = factory.native(GreeterServiceClient, served.target);
    const endless = client.watch({ intervalMs: 0 });
    const ended: ServiceError[] = [];
    endless.on('error', (error: ServiceError) => ended.push(error));
    const error = await new Promise<ServiceError | null>((resolve) => {
      client.sayHello({ name: 'x' }, (failed) => resolve(failed));
    });
    expect(error?.code).toBe(status.DEADLINE_EXCEEDED);
    expect(ended).toEqual([]);
    endless.cancel();
    await until('it is cancelled', () => ended[0]?.code === status.CANCELLED);
    served.close();
  });

  test('observers are told of their calls', async () => {
    const served = await serveGreeter();
    const told: unknown[] = [];
    const metrics: Observer = {
      clientCallStarted: (_target, method) => void told.push(method),
      clientCallEnded: (call) => void told.push(call),
      clientAttemptEnded: ({ method }) => void told.push(method),
    };
    await using factory = createClientFactory({ metrics });
    const client = factory.native(GreeterServiceClient, served.target);
    await new Promise((resolve) => client.sayHello({ name: 'x' }, resolve));
    const method = GreeterService.sayHello.path;
    expect(told).toEqual([
      method,
      method,
      expect.objectContaining({ target: served.target, method, status: 0, attempts: 1, backend: served.address }),
    ]);
    served.close();
  });

  test('observed streams, their cancellation and their connection are grpc-js’s own', async () => {
    const served = await serveGreeter();
    const told: ClientCall[] = [];
    await using factory = createClientFactory({ metrics: { clientCallEnded: (call) => void told.push(call) } });
    const client = factory.native(GreeterServiceClient, served.target);
    await new Promise<void>((resolve, reject) => {
      client.waitForReady(Date.now() + 10_000, (error) => (error ? reject(error) : resolve()));
    });
    expect(getClientChannel(client).getChannelzRef()).toBeDefined();
    const reports: number[] = [];
    const stream = client.watch({ intervalMs: 0 });
    for await (const { greetings } of stream) reports.push(greetings);
    expect(reports).toEqual([1]);
    expect(stream.getPeer()).toBe(served.address);
    expect(stream.getAuthContext()).toEqual({});
    const silent = await serveGreeter({ silent: true });
    const call = factory.native(GreeterServiceClient, silent.target).watch({ intervalMs: 0 });
    call.on('error', () => undefined);
    call.cancel();
    await until('both are told', () => told.length === 2);
    expect(told.map(({ status: code }) => code)).toEqual([status.OK, status.CANCELLED]);
    served.close();
    silent.close();
  });

  test('a stream of responses has a deadline once the policy names its method', async () => {
    const silent = await serveGreeter({ silent: true });
    const methods = { [GreeterService.watch.path]: { deadlineMs: 50 } };
    await using factory = createClientFactory({ policy: { methods } });
    const stream = factory.native(GreeterServiceClient, silent.target).watch({ intervalMs: 0 });
    await expect(stream.toArray()).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    silent.close();
  });

  test('channelOptionsFor makes a client that is created by hand balance and retry', async () => {
    const served = await Promise.all([serveGreeter({ host: '127.0.0.2' }), serveGreeter({ host: '127.0.0.3' })]);
    const both = `static:///${served.map(({ address }) => address).join(',')}`;
    const options = channelOptionsFor(both, { deadlineMs: 5_000 }, { definition: GreeterService });
    const client = new GreeterServiceClient(both, credentials.createInsecure(), options);
    const hello = () =>
      new Promise<string>((resolve, reject) => {
        client.sayHello({ name: 'x' }, (error, value) => (error ? reject(error) : resolve(value.address)));
      });
    await until('both answer', async () => new Set([await hello(), await hello()]).size === 2);
    served[0]?.close();
    expect(await hello()).toBe(served[1]?.address);
    expect(await hello()).toBe(served[1]?.address);
    client.close();
    served[1]?.close();
  });
});

describe('a client that stands alone', () => {
  test('ends with close and with await using', async () => {
    const client = createClient(TextService, target);
    expect(await client.read('x')).toBeTruthy();
    await client.close();
    {
      await using scoped = createClient(TextService, target);
      expect(await scoped.read('x')).toBeTruthy();
    }
  });

  test('leaves the name to a service that has a close of its own', async () => {
    const closing = { ...TextService, close: TextService.write } as const;
    await using client = createClient(closing, target);
    expect(await client.close('x')).toBeTruthy();
    expect(await client.read('x')).toBeTruthy();
  });
});
