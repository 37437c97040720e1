import { status } from '@grpc/grpc-js';
import { until } from '@org/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { statusError } from '../../src/server/index.js';
import { drained, type Echo, echoDefinition } from './echo-service.js';
import { frame, RawPeer } from './raw-peer.js';
import { type EchoHandlers, type Served, serveEcho } from './serve.js';

const running: Served[] = [];
afterEach(async () => {
  for (const served of running.splice(0)) await served.close();
});

async function serve(handlers: Partial<EchoHandlers>) {
  const served = await serveEcho(handlers);
  running.push(served);
  return { ...served, client: served.connect() };
}

const classic: EchoHandlers = {
  unary: (call, callback) => callback(null, { text: call.request.text }),
  collect: (call, callback) => {
    let text = '';
    call.on('data', (message: Echo) => {
      text += message.text;
    });
    call.on('end', () => callback(null, { text }));
  },
  expand: (call) => {
    for (const text of call.request.text) call.write({ text });
    call.end();
  },
  chat: (call) => {
    call.on('data', (message: Echo) => call.write(message));
    call.on('end', () => call.end());
  },
};

const modern: EchoHandlers = {
  unary: async (call) => ({ text: call.request.text }),
  collect: async (call) => {
    let text = '';
    for await (const message of call) text += (message as Echo).text;
    return { text };
  },
  async *expand(call) {
    for (const text of call.request.text) yield { text };
  },
  async *chat(call) {
    for await (const message of call) yield message as Echo;
  },
};

describe.each([
  ['classic', classic],
  ['modern', modern],
])('%s handlers', (_form, handlers) => {
  test('answer calls of every kind', async () => {
    const { client } = await serve(handlers);
    expect(await client.unary('one')).toEqual({ messages: [{ text: 'one' }] });
    expect(await client.collect(['a', 'b', 'c'])).toEqual({ messages: [{ text: 'abc' }] });
    expect(await drained(client.expand('xyz'))).toEqual({ messages: [{ text: 'x' }, { text: 'y' }, { text: 'z' }] });
    expect(await client.chat(['1', '2'])).toEqual({ messages: [{ text: '1' }, { text: '2' }] });
  });
});

describe('forms in between', () => {
  test.each<[string, EchoHandlers['unary']]>([
    ['async with a callback', async (call, callback) => callback(null, { text: call.request.text })],
    ['classic behind a rest parameter', (...args) => classic.unary(...args)],
    ['synchronous value', (call) => ({ text: call.request.text })],
    [
      'a callback called twice',
      (call, callback) => {
        callback(null, { text: call.request.text });
        callback(null, { text: 'again' });
      },
    ],
    [
      'a callback, and a value returned for no reason',
      (call, callback) => {
        callback(null, { text: call.request.text });
        return { text: 'ignored' };
      },
    ],
  ])('%s', async (_name, unary) => {
    const { client } = await serve({ unary });
    expect(await client.unary('x')).toEqual({ messages: [{ text: 'x' }] });
  });

  test('`this` is the object of handlers', async () => {
    class Greeter {
      prefix = 'hi ';
      async unary(call: { request: Echo }): Promise<Echo> {
        return { text: this.prefix + call.request.text };
      }
    }
    const { client } = await serve(new Greeter());
    expect(await client.unary('you')).toEqual({ messages: [{ text: 'hi you' }] });
  });

  test('a Node stream that a handler happens to return is not its answer', async () => {
    const { client } = await serve({
      chat: (call) =>
        call.on('data', (message) => call.write(message)).on('end', () => call.end()) as unknown as undefined,
    });
    expect(await client.chat(['1'])).toEqual({ messages: [{ text: '1' }] });
  });

  test('a generator is pulled only as fast as the peer reads', async () => {
    let produced = 0;
    const { port, defer } = await serve({
      async *expand() {
        for (; produced < 10_000; produced++) yield { text: 'x'.repeat(10_000) };
      },
    });
    const peer = new RawPeer(port);
    defer(() => peer.close());
    const stream = peer.open(echoDefinition.expand.path);
    stream.end(frame('{"text":""}'));
    await until('the first messages', () => produced > 0);
    await until('the producer to be held', async () => {
      const before = produced;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return before === produced;
    });
    expect(produced).toBeLessThan(1_000);
    stream.resume();
    await until('the rest', () => produced === 10_000);
  });
});

/** A generator that fails at its second message. */
const failing = (fail: () => never) =>
  async function* (): AsyncGenerator<Echo> {
    yield { text: 'first' };
    fail();
  };

describe('errors', () => {
  const boom = (): never => {
    throw new Error('secret');
  };
  const failures: [string, Partial<EchoHandlers>][] = [
    ['thrown', { unary: boom, collect: boom, expand: boom, chat: boom }],
    [
      'rejected',
      {
        unary: async () => boom(),
        collect: async () => boom(),
        expand: failing(boom),
        chat: failing(boom),
      },
    ],
    [
      'handed to grpc-js',
      {
        unary: (_call, callback) => callback(new Error('secret')),
        collect: (_call, callback) => callback(new Error('secret')),
        expand: (call) => void call.emit('error', new Error('secret')),
        chat: (call) => void call.destroy(new Error('secret')),
      },
    ],
  ];
  test.each(failures)('%s: the peer gets INTERNAL and an id, the log gets the error', async (_name, handlers) => {
    const { client, log } = await serve(handlers);
    const outcomes = [
      await client.unary(''),
      await client.collect([]),
      await drained(client.expand('')),
      await client.chat([]),
    ];
    for (const { error } of outcomes) {
      expect(error).toMatchObject({
        code: status.INTERNAL,
        details: expect.stringMatching(/^internal error, id [0-9a-f]{12}$/),
      });
      const id = error?.details.slice(-12);
      const line = log.lines.find((entry) => entry.fields['id'] === id);
      expect(line).toMatchObject({
        level: 'error',
        fields: { method: expect.stringMatching(/^\/test.Echo\//), err: new Error('secret') },
      });
    }
  });

  test('an error with a status is passed on as it is, details and metadata too', async () => {
    const refusal = (): never => {
      throw statusError(status.NOT_FOUND, 'no such echo');
    };
    const { client, log } = await serve({
      unary: refusal,
      collect: async () => refusal(),
      expand: failing(refusal),
      chat: refusal,
    });
    for (const { error } of [
      await client.unary(''),
      await client.collect([]),
      await drained(client.expand('')),
      await client.chat([]),
    ]) {
      expect(error).toMatchObject({ code: status.NOT_FOUND, details: 'no such echo' });
    }
    expect(log.lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  test('a promise of nothing is a failure, not a hanging call', async () => {
    const { client, log } = await serve({ unary: async () => undefined as unknown as Echo });
    expect((await client.unary('')).error?.code).toBe(status.INTERNAL);
    expect(String(log.lines.at(-1)?.fields['err'])).toContain(
      '/test.Echo/Unary promised a response and gave undefined',
    );
  });

  test('a response that cannot be encoded and a request that cannot be decoded', async () => {
    const { client, log } = await serve({
      unary: async () => ({ text: 1n as unknown as string }),
    });
    expect((await client.unary('')).error?.details).toMatch(/^internal error, id/);
    const broken = await new Promise<{ code?: number; details?: string } | null>((resolve) => {
      client.makeUnaryRequest(
        echoDefinition.unary.path,
        (b: Buffer) => b,
        (b) => b,
        Buffer.from('{'),
        (error) => resolve(error),
      );
    });
    expect(broken).toMatchObject({ code: status.INTERNAL, details: 'the request could not be read' });
    expect(log.lines.at(-1)).toMatchObject({ level: 'warn', message: 'request could not be read' });
  });

  test('methods without a handler are UNIMPLEMENTED; definitions that fit nothing are refused', async () => {
    const { client, server } = await serve({ unary: classic.unary });
    expect((await client.collect([])).error?.code).toBe(status.UNIMPLEMENTED);
    expect((await client.unary('', {}, undefined, '/test.Echo/Absent')).error?.code).toBe(status.UNIMPLEMENTED);
    const other = { other: { ...echoDefinition.unary, path: '/test.Other/Other' } };
    expect(() => server.addService(other, { unray: classic.unary } as never)).toThrow(/no handler .* which has other/);
    expect(() => server.addService(other, { other: 'x' } as never)).toThrow(
      /handler other is "x", but must be a function/,
    );
  });
});
