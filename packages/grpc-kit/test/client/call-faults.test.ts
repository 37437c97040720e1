import { getEventListeners } from 'node:events';
import { performServerHandshake } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { credentials, Metadata, Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import {
  type CallOptions,
  type ClientFactory,
  channelOptionsFor,
  createClient,
  createClientFactory,
} from '@org/grpc-kit';
import { createServer } from '@org/grpc-kit/server';
import { until } from '@org/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Refusal, startTextBackend, staticTarget, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

let backend: TextBackend;
let factory: ClientFactory;
beforeEach(async () => {
  backend = await startTextBackend();
  factory = createClientFactory({ policy: { deadlineMs: 5_000 } });
});
afterEach(async () => {
  await factory.close();
  backend.close();
});
const open = () => factory.client(TextService, staticTarget([backend]));

describe('the options of a call are checked', () => {
  const cases: [string, unknown, RegExp][] = [
    ['a name of another library', { timeoutMs: 50 }, /timeoutMs/],
    ['a misspelled name', { deadlinems: 50 }, /did you mean deadlineMs/],
    ['a Metadata', new Metadata(), /\{ metadata \}/],
    ['a callback', () => undefined, /callback/],
    ['a date', { deadlineMs: Date.now() + 1_000 }, /not a date/],
    ['a controller for a signal', { signal: new AbortController() }, /AbortSignal/],
    ['undefined in metadata', { metadata: { authorization: undefined } }, /authorization/],
    ['a number in metadata', { metadata: { 'x-count': 1 } }, /x-count/],
  ];
  test.each(cases)('%s', async (_, options, message) => {
    const client = open();
    const refused = { code: 'ERR_POLICY_INVALID', message: expect.stringMatching(message) };
    await expect(client.read('x', options as CallOptions)).rejects.toMatchObject(refused);
    await expect(
      (async () => {
        for await (const _message of client.list('1', options as CallOptions));
      })(),
    ).rejects.toMatchObject(refused);
    expect(backend.arrived.size).toBe(0);
  });

  test('a call that is aborted as soon as it is made is not left in flight', async () => {
    const client = open();
    await client.read('x');
    const controller = new AbortController();
    async function* requests() {
      yield 'a';
      await new Promise(() => undefined);
    }
    const call = client.join(requests(), { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: status.CANCELLED });
    await until('no call is in flight', () => factory.snapshot()[0]?.backends[0]?.inFlight === 0);
  });

  test('a stream whose call could not begin has ended', async () => {
    const responses = open()
      .list('1', { metadata: { 'bad key': 'x' } })
      [Symbol.asyncIterator]();
    await expect(responses.next()).rejects.toThrow(/bad key/);
    expect(await responses.next()).toEqual({ done: true, value: undefined });
  });

  test('metadata of another copy of grpc-js, and Headers, are taken', async () => {
    backend.unary = (call) => String(call.metadata.get('x-own'));
    const foreign = { toHttp2Headers: () => ({ 'x-own': 'foreign' }) };
    expect(await open().read('x', { metadata: foreign as never })).toBe('foreign');
    expect(await open().read('x', { metadata: new Headers({ 'x-own': 'headers' }) as never })).toBe('headers');
  });
});

test('targets that cannot be meant are refused with what could be', () => {
  const refused = (message: RegExp) =>
    expect.objectContaining({ code: 'ERR_TARGET_INVALID', message: expect.stringMatching(message) });
  expect(() => createClient(TextService, undefined as never)).toThrow(refused(/environment variable/));
  expect(() => createClient(TextService, 'http://greeter:50051')).toThrow(refused(/dns:\/\/\/greeter:50051\?/));
  expect(() => createClient(TextService, 'https://greeter:443')).toThrow(
    refused(/dns:\/\/\/greeter:443 with policy.tls/),
  );
  expect(() => createClient(TextService, 'grpc://greeter:50051')).toThrow(refused(/dns:\/\/\/greeter:50051/));
});

test('call credentials do not travel in plaintext', async () => {
  let asked = false;
  const token = credentials.createFromMetadataGenerator((_options, callback) => {
    asked = true;
    callback(null, new Metadata());
  });
  await expect(open().read('x', { credentials: token })).rejects.toMatchObject({ code: 'ERR_TLS' });
  expect(asked).toBe(false);
});

describe('callbacks of the caller that throw', () => {
  test.each(['onHeaders', 'onTrailers'] as const)(
    '%s fails the call, with what was thrown as its cause',
    async (name) => {
      const thrown = new Error('in a callback');
      const options = {
        [name]: () => {
          throw thrown;
        },
      };
      await expect(open().read('x', options)).rejects.toMatchObject({ code: status.INTERNAL, cause: thrown });
    },
  );

  test('an observer keeps no call from ending', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const boom = () => {
      throw new Error('observer');
    };
    const observed = createClientFactory({
      metrics: { clientAttemptStarted: boom, clientAttemptEnded: boom, clientCallEnded: boom, event: boom },
    });
    const client = observed.client(TextService, staticTarget([backend]));
    expect(await client.read('x')).toBe(backend.address);
    const listed: string[] = [];
    for await (const text of client.list('2')) listed.push(text);
    expect(listed).toEqual(['0', '1']);
    await observed.close();
    warned.mockRestore();
  });

  test.each([
    [
      'a generator whose finally throws',
      function* () {
        try {
          for (;;) yield 'x';
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: a generator that fails while it is closed is the case.
          throw new Error('finally');
        }
      },
    ],
    [
      'an iterator whose return throws',
      () => ({
        [Symbol.iterator]: () => ({
          next: () => ({ done: false, value: 'x' }),
          return: () => {
            throw new Error('return');
          },
        }),
      }),
    ],
  ])('%s', async (_, requests) => {
    await expect(open().join(requests() as Iterable<string>, { deadlineMs: 200 })).rejects.toMatchObject({
      code: status.DEADLINE_EXCEEDED,
    });
    expect(await open().read('x')).toBe(backend.address);
  });
});

describe('a parent call', () => {
  test('is listened to once for each call that lasts, and not longer', async () => {
    const counts: number[] = [];
    const client = open();
    const server = createServer({ drainDelayMs: 0 });
    server.addService(TextService, {
      read: async (call: ServerUnaryCall<string, string>) => {
        for (let round = 0; round < 3; round++) {
          await Promise.all(Array.from({ length: 20 }, () => client.read('x', { parent: call })));
        }
        counts.push(call.listenerCount('cancelled'));
        return 'done';
      },
    } as never);
    const port = await server.listen('127.0.0.1:0');
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on('warning', onWarning);
    expect(await factory.client(TextService, `static:///127.0.0.1:${port}`).read('x')).toBe('done');
    process.off('warning', onWarning);
    expect(counts[0]).toBeLessThanOrEqual(1);
    expect(warnings).toEqual([]);
    await server.close();
  });

  test('hands on its deadline and its cancellation', async () => {
    backend.unary = () => new Promise(() => {});
    const client = open();
    const ended: unknown[] = [];
    const server = createServer({ drainDelayMs: 0 });
    server.addService(TextService, {
      read: (call: never) =>
        client.read('x', { parent: call }).catch((error) => {
          ended.push(error);
          throw error;
        }),
    } as never);
    const port = await server.listen('127.0.0.1:0');
    const outer = factory.client(TextService, `static:///127.0.0.1:${port}`);
    await expect(outer.read('x', { deadlineMs: 150 })).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    await until('the inner one has ended too', () => ended.length === 1);
    const leave = new AbortController();
    const call = outer.read('x', { signal: leave.signal });
    await until('it arrived', () => backend.arrived.get('read') === 2);
    leave.abort();
    await expect(call).rejects.toMatchObject({ code: status.CANCELLED });
    await until('the inner one is cancelled', () => ended.length === 2);
    await server.close();
  });
});

test('one signal goes with any number of calls, without a warning and without a trace', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on('warning', onWarning);
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 50 }, () => open().read('x', { signal })));
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('streams have no deadline unless one is named', async () => {
  const hasty = { deadlineMs: 100 };
  const clients = {
    promise: factory.client(TextService, staticTarget([backend]), hasty),
    named: factory.client(TextService, staticTarget([backend]), {
      ...hasty,
      methods: { [TextService.list.path]: { deadlineMs: 100 } },
    }),
  };
  const ends = async (client: typeof clients.promise, options?: CallOptions) => {
    const waiting = (async () => {
      for await (const _message of client.list('-1', options));
    })().then(
      () => 'ended',
      ({ code }) => code,
    );
    const after = new Promise((resolve) => setTimeout(() => resolve('goes on'), 400));
    return Promise.race([waiting, after]);
  };
  expect(await ends(clients.promise)).toBe('goes on');
  expect(await ends(clients.named)).toBe(status.DEADLINE_EXCEEDED);
  expect(await ends(clients.promise, { deadlineMs: 100 })).toBe(status.DEADLINE_EXCEEDED);
  expect(channelOptionsFor(staticTarget([backend]), hasty)).toHaveProperty('channelFactoryOverride');
});

test('numbers that are no status arrive as UNKNOWN, and cost the metrics nothing', async () => {
  const { clientMetrics } = await import('@org/grpc-kit/metrics');
  const { Registry } = await import('prom-client');
  const odd = new Server();
  let code = 0;
  odd.addService(TextService, {
    read: (_call: unknown, callback: (error: object) => void) => callback({ code, details: 'odd' }),
  } as never);
  const port = await new Promise<number>((resolve, reject) =>
    odd.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const registry = new Registry();
  const measured = createClientFactory({ metrics: clientMetrics(registry) });
  const client = measured.client(TextService, `static:///127.0.0.1:${port}`, { retry: false });
  for (code of [4_294_967_290, 99, 30_000_000, 17]) {
    await expect(client.read('x')).rejects.toMatchObject({ code: status.UNKNOWN });
  }
  const began = performance.now();
  const text = await registry.metrics();
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(text.split('\n').filter((line) => line.startsWith('grpc_client_call_duration_seconds_count'))).toHaveLength(1);
  await measured.close();
  odd.forceShutdown();
});

test('an attempt is made at most maxAttempts times, however connections are lost', async () => {
  let arrived = 0;
  const dropping = createTcpServer((socket) => {
    const session = performServerHandshake(socket);
    session.on('stream', () => {
      arrived += 1;
      socket.destroy();
    });
    session.on('error', () => undefined);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => dropping.listen(0, '127.0.0.1', resolve));
  const { port } = dropping.address() as AddressInfo;
  const policy = {
    retry: { methods: 'all', maxAttempts: 3, initialBackoffMs: 5, maxBackoffMs: 10 },
    healthCheck: false,
  } as const;
  const client = factory.client(TextService, `static:///127.0.0.1:${port}`, policy);
  for (let call = 1; call <= 5; call++) {
    const error = await client.read('x', { waitForReady: true, deadlineMs: 8_000 }).catch((caught) => caught);
    expect(error.attempts).toBeLessThanOrEqual(3);
    expect(arrived).toBeLessThanOrEqual(3 * call);
  }
  dropping.close();
});

test('a server that asks to wait for longer than any timer is not asked again', async () => {
  for (const value of ['99999999999999', 'soon', '-1', '1e3']) {
    const trailers = new Metadata();
    trailers.set('grpc-retry-pushback-ms', value);
    backend.unary = () => {
      throw new Refusal(status.UNAVAILABLE, 'later', trailers);
    };
    const client = factory.client(TextService, staticTarget([backend]), { retry: { methods: 'all' } });
    await factory.ready();
    await expect(client.read('x')).rejects.toMatchObject({ attempts: 1 });
  }
});
