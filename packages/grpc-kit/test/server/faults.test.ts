import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { Metadata, status } from '@grpc/grpc-js';
import { createClientFactory } from '@org/grpc-kit';
import { createServer, type ServerOptions, statusError } from '@org/grpc-kit/server';
import { until } from '@org/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { TextService } from '../support/text-service.js';
import { memoryLogger } from './memory-logger.js';

const cleanup: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of cleanup.splice(0).reverse()) await close();
});

/** A server with these handlers, and a client of it. */
async function serve(handlers: object, options: ServerOptions = {}) {
  const log = memoryLogger();
  const server = createServer({ logger: log, drainDelayMs: 0, deadlineMs: 500, ...options });
  server.addService(TextService, handlers as never);
  const port = await server.listen('127.0.0.1:0');
  const factory = createClientFactory({ policy: { retry: false, deadlineMs: 5_000 } });
  cleanup.push(
    () => server.close(),
    () => factory.close(),
  );
  const connect = () => {
    const own = createClientFactory({ policy: { retry: false, deadlineMs: 5_000 } });
    cleanup.push(() => own.close());
    return own.client(TextService, `static:///127.0.0.1:${port}`);
  };
  return { server, log, port, connect, client: factory.client(TextService, `static:///127.0.0.1:${port}`) };
}

const failedWith = (code: status) => expect.objectContaining({ code });

describe('what a handler throws', () => {
  const halfAnEmoji = 'no user ab\ud83d';
  const ways: [string, () => unknown][] = [
    [
      'at once',
      () => {
        throw statusError(status.NOT_FOUND, halfAnEmoji);
      },
    ],
    [
      'in a promise',
      async () => {
        await Promise.resolve();
        throw statusError(status.NOT_FOUND, halfAnEmoji);
      },
    ],
  ];
  test.each(ways)('may hold half a surrogate pair, thrown %s', async (_, read) => {
    const { client } = await serve({ read });
    await expect(client.read('x')).rejects.toMatchObject({ code: status.NOT_FOUND, details: 'no user ab\ufffd' });
  });

  test.each([
    [
      'undefined',
      () => {
        throw undefined;
      },
    ],
    [
      'null',
      () => {
        throw null;
      },
    ],
    ['nothing, by a promise', () => Promise.reject()],
    [
      'zero',
      async () => {
        throw 0;
      },
    ],
  ])('is a failure though it is %s', async (_, read) => {
    const { client, log } = await serve({ read });
    await expect(client.read('x')).rejects.toMatchObject({
      code: status.INTERNAL,
      details: expect.stringMatching(/id [0-9a-f]{12}$/),
    });
    expect(log.lines.some(({ message }) => message === 'handler failed')).toBe(true);
  });

  const mongo = () =>
    Object.assign(new Error('not authorized on orders, password=S3CRET'), { code: 13, codeName: 'Unauthorized' });
  test.each([
    [
      'execFile',
      () => promisify(execFile)(process.execPath, ['-e', 'console.error("password=S3CRET"); process.exit(1)']),
    ],
    ['a DOMException', () => atob('%%%')],
    [
      'a driver',
      async () => {
        throw mongo();
      },
    ],
    [
      'an error with a code and no details',
      () => {
        throw Object.assign(new Error('S3CRET'), { code: 5, metadata: { a: 'b' } });
      },
    ],
  ])('is no status only because %s has a number for a code', async (_, read) => {
    const { client, log } = await serve({ read: async () => read() });
    const error = await client.read('x').catch((caught) => caught);
    expect(error).toMatchObject({ code: status.INTERNAL });
    expect(JSON.stringify(error)).not.toContain('S3CRET');
    expect(log.lines.some(({ message }) => message === 'handler failed')).toBe(true);
  });

  const metadata = new Metadata();
  metadata.set('x-why', 'because');
  class ConnectError extends Error {
    override name = 'ConnectError';
    code = status.NOT_FOUND;
    rawMessage = 'gone';
    details = [];
    metadata = new Headers({ 'x-why': 'because' });
  }
  test.each([
    ['statusError', statusError(status.NOT_FOUND, 'gone', metadata)],
    ['a ServiceError', Object.assign(new Error('5 NOT_FOUND: gone'), { code: 5, details: 'gone', metadata })],
    ['a ConnectError', new ConnectError('[not_found] gone')],
  ])('is a status when it was made as one: %s', async (_, error) => {
    const { client } = await serve({
      read: async () => {
        throw error;
      },
    });
    let trailers: Metadata | undefined;
    const call = client.read('x', {
      onTrailers: (told) => {
        trailers = told;
      },
    });
    await expect(call).rejects.toMatchObject({ code: status.NOT_FOUND, details: 'gone' });
    expect(trailers?.get('x-why')).toEqual(['because']);
  });

  test('is a status as a plain object in a callback, as grpc-js takes it', async () => {
    const { client } = await serve({
      read: (_call: unknown, callback: (error: object) => void) => callback({ code: 5, message: 'gone' }),
    });
    await expect(client.read('x')).rejects.toMatchObject({ code: status.NOT_FOUND, details: 'gone' });
  });

  test('while it cleans up after a client that left, ends nothing', async () => {
    const { client } = await serve({
      *list() {
        try {
          for (;;) yield 'more';
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: a generator that fails while it is closed is the case.
          throw new Error('in finally');
        }
      },
      read: () => 'alive',
    });
    for await (const _message of client.list('x')) break;
    expect(await client.read('x')).toBe('alive');
  });

  test('must be a status when it is made by statusError', () => {
    for (const code of ['NOT_FOUND', 404, 0, 1.5, undefined]) {
      expect(() => statusError(code as status, 'x')).toThrow(expect.objectContaining({ code: 'ERR_POLICY_INVALID' }));
    }
  });
});

test('promises of another realm, and thenables, are awaited', async () => {
  const elsewhere = runInNewContext('Promise') as PromiseConstructor;
  let allowed = 0;
  const { client } = await serve(
    {
      read: () => elsewhere.resolve('promised'),
      // biome-ignore lint/suspicious/noThenProperty: a thenable is what is answered.
      write: () => ({ then: (done: (value: string) => void) => done('thenable') }),
    },
    {
      authorize: () => {
        allowed++;
        return elsewhere.resolve(true);
      },
    },
  );
  expect(await client.read('x')).toBe('promised');
  expect(await client.write('x')).toBe('thenable');
  expect(allowed).toBe(2);
});

test('observers and loggers that throw end no call and no process', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const boom = () => {
    throw new Error('observer');
  };
  const { client } = await serve(
    {
      read: async () => {
        throw new Error('handler');
      },
    },
    {
      metrics: { serverCallStarted: boom, serverCallEnded: boom, event: boom },
      logger: { debug: boom, info: boom, warn: boom, error: boom },
    },
  );
  for (let call = 0; call < 3; call++) await expect(client.read('x')).rejects.toEqual(failedWith(status.INTERNAL));
  expect(warned.mock.calls.filter(([text]) => String(text).startsWith('serverCallEnded'))).toHaveLength(1);
  warned.mockRestore();
});

describe('maxConcurrentCalls', () => {
  test('counts neither health watches nor reflection', async () => {
    const { server, connect } = await serve({ read: () => 'served' }, { maxConcurrentCalls: 2 });
    for (let peer = 0; peer < 5; peer++) expect(await connect().read('x')).toBe('served');
    expect(server.inFlight).toBe(0);
    expect(server.shed).toBe(0);
  });

  test('leaves room for others when one peer takes all it can', async () => {
    const { server, connect } = await serve(
      { read: () => new Promise(() => {}), write: () => 'served' },
      { maxConcurrentCalls: 8 },
    );
    const greedy = connect();
    const refused: unknown[] = [];
    for (let call = 0; call < 20; call++) greedy.read('x').catch((error) => refused.push(error));
    await until('it has its share', () => server.inFlight === 6 && refused.length === 14);
    expect(refused[0]).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect(await connect().write('x')).toBe('served');
  });
});

test('a server without peers does not wait for them', async () => {
  const server = createServer({ drainDelayMs: 5_000 });
  await server.listen('127.0.0.1:0');
  const report = await server.close();
  expect(report.elapsedMs).toBeLessThan(2_000);
});

test.each([
  ['no handlers', undefined],
  ['a misspelled handler', { raed: () => 'x', write: () => 'y', list: () => [], join: () => 'z', echo: () => [] }],
])('%s is refused', (_, handlers) => {
  expect(() => createServer().addService(TextService, handlers as never)).toThrow(
    expect.objectContaining({ code: 'ERR_DEFINITION_INVALID' }),
  );
});
