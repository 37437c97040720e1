import { Metadata, Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { createClient, createClientFactory } from '@org/grpc-kit';
import { until } from '@org/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Refusal, startTextBackend, staticTarget, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

let backend: TextBackend;
const factory = createClientFactory();
let client: ReturnType<typeof factory.client<typeof TextService>>;

beforeAll(async () => {
  backend = await startTextBackend();
  client = factory.client(TextService, staticTarget([backend]));
});
afterEach(() => {
  backend.unary = () => backend.address;
});
afterAll(async () => {
  await factory.close();
  backend.close();
});

const never = (): Promise<string> => new Promise(() => undefined);

describe('unary', () => {
  test('resolves with the response', async () => {
    expect(await client.read('hello')).toBe(backend.address);
  });

  test('rejects with what a log line needs', async () => {
    backend.unary = () => {
      throw new Refusal(status.FAILED_PRECONDITION, 'not yet');
    };
    const error = await client.read('hello').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      message: '9 FAILED_PRECONDITION: not yet',
      code: status.FAILED_PRECONDITION,
      details: 'not yet',
      target: staticTarget([backend]),
      method: '/test.v1.TextService/Read',
      backend: backend.address,
      attempts: 1,
      elapsedMs: expect.any(Number),
    });
  });

  test('the stack of an error leads to who called', async () => {
    backend.unary = () => {
      throw new Refusal(status.NOT_FOUND, 'gone');
    };
    async function whoCalled(): Promise<void> {
      await client.read('hello');
    }
    await expect(whoCalled()).rejects.toMatchObject({ stack: expect.stringContaining('whoCalled') });
  });

  test('ends at its own deadline, at the policy’s, and not at Infinity', async () => {
    backend.unary = never;
    await expect(client.read('x', { deadlineMs: 50 })).rejects.toMatchObject({
      code: status.DEADLINE_EXCEEDED,
      backend: backend.address,
    });
    const hasty = factory.client(TextService, staticTarget([backend]), { deadlineMs: 60 });
    await expect(hasty.read('x')).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    const end = new AbortController();
    const patient = hasty.read('x', { deadlineMs: Number.POSITIVE_INFINITY, signal: end.signal });
    await expect(hasty.read('x')).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    end.abort();
    await expect(patient).rejects.toMatchObject({ code: status.CANCELLED });
  });

  test('a method may have a deadline of its own in the policy', async () => {
    backend.unary = never;
    const policy = { deadlineMs: 60_000, methods: { '/test.v1.TextService/Read': { deadlineMs: 50 } } };
    const hasty = factory.client(TextService, staticTarget([backend]), policy);
    await expect(hasty.read('x')).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
  });

  test.each([0, -1, Number.NaN, '5' as unknown as number])('refuses a deadline of %s', async (deadlineMs) => {
    await expect(client.read('x', { deadlineMs })).rejects.toMatchObject({ code: 'ERR_POLICY_INVALID' });
  });

  test('is cancelled by its signal, with the reason as cause', async () => {
    backend.unary = never;
    const reason = new Error('enough');
    const leave = new AbortController();
    const call = client.read('x', { signal: leave.signal });
    await until('it arrived', () => backend.arrived.get('read'));
    leave.abort(reason);
    await expect(call).rejects.toMatchObject({ code: status.CANCELLED, cause: reason });
    await expect(client.read('x', { signal: leave.signal })).rejects.toMatchObject({
      code: status.CANCELLED,
      cause: reason,
    });
  });

  test('carries metadata, as an object or as grpc-js has it, and tells headers and trailers', async () => {
    backend.unary = (call) => {
      const headers = new Metadata();
      headers.set('served-by', 'test');
      call.sendMetadata(headers);
      return JSON.stringify(call.metadata.get('x-one').concat(call.metadata.get('x-two-bin')));
    };
    const told: Record<string, unknown>[] = [];
    const listen = {
      onHeaders: (headers: Metadata) => void told.push({ headers: headers.get('served-by') }),
      onTrailers: (trailers: Metadata) => void told.push({ trailers: trailers instanceof Metadata }),
    };
    const bytes = Buffer.from('two');
    const metadata = { 'x-one': ['a', 'b'], 'x-two-bin': bytes };
    expect(await client.read('x', { metadata, ...listen })).toBe(JSON.stringify(['a, b', bytes]));
    expect(told).toEqual([{ headers: ['test'] }, { trailers: true }]);

    const grpc = new Metadata();
    grpc.set('x-one', 'c');
    expect(await client.read('x', { metadata: grpc })).toBe(JSON.stringify(['c']));
    expect(grpc.getMap()).toEqual({ 'x-one': 'c' });
  });

  test('trailers of a failed call are told, and are in the error', async () => {
    const trailers = new Metadata();
    trailers.set('retry-info', 'later');
    backend.unary = () => {
      throw new Refusal(status.ABORTED, 'conflict', trailers);
    };
    let told: Metadata | undefined;
    const call = client.read('x', {
      onTrailers: (metadata) => {
        told = metadata;
      },
    });
    await expect(call).rejects.toMatchObject({ code: status.ABORTED });
    expect(told?.get('retry-info')).toEqual(['later']);
    expect(((await call.catch((e) => e)) as { metadata: Metadata }).metadata.get('retry-info')).toEqual(['later']);
  });

  test('says which side could not read a message', async () => {
    const broken = {
      ...TextService,
      read: {
        ...TextService.read,
        requestSerialize: (text: string) => {
          if (text === 'bad') throw new Error('cannot write that');
          return Buffer.from(text);
        },
        responseDeserialize: (): string => {
          throw new Error('cannot read that');
        },
      },
    };
    const odd = factory.client(broken, staticTarget([backend]));
    await expect(odd.read('bad')).rejects.toMatchObject({
      code: status.INTERNAL,
      details: 'the request cannot be serialized: cannot write that',
    });
    await expect(odd.read('good')).rejects.toMatchObject({
      code: status.INTERNAL,
      details: 'the response cannot be understood: cannot read that',
    });
  });

  test('a message over the limit names the limit', async () => {
    const small = factory.client(TextService, staticTarget([backend]), { maxSendBytes: 10, maxReceiveBytes: 100 });
    await expect(small.read('x'.repeat(11))).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: expect.stringMatching(/larger than 10/),
    });
    backend.unary = () => 'x'.repeat(101);
    await expect(small.read('x')).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: expect.stringMatching(/100/),
    });
  });

  test('inherits deadline and cancellation from the call it serves', async () => {
    backend.unary = never;
    const front = new Server();
    const seen: { code?: number; elapsedMs?: number }[] = [];
    front.addService(TextService, {
      read: (call: ServerUnaryCall<string, string>, callback: sendUnaryData<string>) => {
        client.read('x', { parent: call }).catch((error) => {
          seen.push(error);
          callback(error);
        });
      },
    });
    const port = await new Promise<number>((resolve) => {
      front.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound));
    });
    const outer = factory.client(TextService, `static:///127.0.0.1:${port}`);
    await expect(outer.read('x', { deadlineMs: 100 })).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    await until('the inner call ended with it', () => seen[0]);
    const leave = new AbortController();
    const call = outer.read('x', { signal: leave.signal, deadlineMs: 60_000 });
    const before = backend.arrived.get('read') ?? 0;
    await until('it arrived', () => (backend.arrived.get('read') ?? 0) > before);
    leave.abort();
    await expect(call).rejects.toMatchObject({ code: status.CANCELLED });
    expect(await until('the inner call was cancelled', () => seen[1])).toMatchObject({ code: status.CANCELLED });
    front.forceShutdown();
  });

  test('waits for a backend only when told to', async () => {
    const late = await startTextBackend();
    late.close();
    await using lone = createClient(TextService, staticTarget([late]), {
      connection: { minBackoffMs: 100, maxBackoffMs: 100 },
    });
    await expect(lone.write('x')).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.stringMatching(/ECONNREFUSED/),
    });
    const patient = lone.write('x', { waitForReady: true });
    const back = await startTextBackend({ port: late.port });
    expect(await patient).toBe(back.address);
    back.close();
  });
});

describe('streams', () => {
  test('responses come in order, and the loop ends', async () => {
    const got: string[] = [];
    for await (const one of client.list('20')) got.push(one);
    expect(got).toEqual(Array.from({ length: 20 }, (_, index) => `${index}`));
  });

  test('leaving the loop cancels the call', async () => {
    for await (const one of client.list('100000000')) if (one === '5') break;
    await until('nothing is in flight', () => factory.snapshot()[0]?.backends[0]?.inFlight === 0);
  });

  test('a stream that nobody reads is not begun', async () => {
    const before = backend.arrived.get('list') ?? 0;
    client.list('5');
    await client.read('x');
    expect(backend.arrived.get('list') ?? 0).toBe(before);
  });

  test('an error ends the loop, once', async () => {
    const stream = client.list('-1', { deadlineMs: 50 })[Symbol.asyncIterator]();
    await expect(stream.next()).rejects.toMatchObject({
      code: status.DEADLINE_EXCEEDED,
      method: TextService.list.path,
    });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('several reads at once get a message each', async () => {
    const stream = client.list('3')[Symbol.asyncIterator]();
    const results = await Promise.all([stream.next(), stream.next(), stream.next(), stream.next(), stream.next()]);
    expect(results.map(({ value }) => value)).toEqual(['0', '1', '2', undefined, undefined]);
  });

  test('requests from any iterable, one response', async () => {
    expect(await client.join(['a', 'b'])).toBe('a,b');
    expect(
      await client.join(
        (async function* () {
          yield 'c';
          yield 'd';
        })(),
      ),
    ).toBe('c,d');
    expect(await client.join([])).toBe('');
    for (const requests of [undefined, { name: 'Ada' }, 'ab', 5] as never[]) {
      await expect(client.join(requests)).rejects.toThrow(/^requests are .*; expected an iterable/);
      expect(() => client.echo(requests)).toThrow(TypeError);
    }
  });

  test('an early answer ends the requests, and closes who makes them', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        yield 'a';
        for (;;) yield 'enough';
      } finally {
        closed = true;
      }
    }
    expect(await client.join(endless())).toBe('a');
    await until('the generator was closed', () => closed);
    await expect(client.join(['fail'])).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
  });

  test('requests that fail end the call, with their error as cause', async () => {
    const cause = new Error('the source dried up');
    async function* failing(): AsyncGenerator<string> {
      yield 'a';
      throw cause;
    }
    const expected = { code: status.CANCELLED, details: 'the requests failed: the source dried up', cause };
    await expect(client.join(failing())).rejects.toMatchObject(expected);
    const answers = (async () => {
      for await (const _ of client.echo(failing()));
    })();
    await expect(answers).rejects.toMatchObject(expected);
  });

  test('both directions at once', async () => {
    const stream = client.echo(['a', 'b', 'c']);
    const got: string[] = [];
    for await (const one of stream) got.push(one);
    expect(got).toEqual(['a', 'b', 'c']);
  });

  test('a conversation: each request made of the answer before', async () => {
    const answers: string[] = [];
    let wake: () => void = () => undefined;
    async function* requests(): AsyncGenerator<string> {
      yield '1';
      while (answers.length < 5) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        yield `${answers.length + 1}`;
      }
    }
    for await (const answer of client.echo(requests())) {
      answers.push(answer);
      wake();
      if (answer === '5') break;
    }
    expect(answers).toEqual(['1', '2', '3', '4', '5']);
  });
});

test('a server that ends a call without the response it owes', async () => {
  const listing = { path: TextService.list.path };
  const odd = factory.client(
    { unary: { ...TextService.read, ...listing }, joined: { ...TextService.join, ...listing } },
    staticTarget([backend]),
  );
  const expected = { code: status.UNIMPLEMENTED, details: 'the server ended the call without a response' };
  await expect(odd.unary('0')).rejects.toMatchObject(expected);
  await expect(odd.joined(['0'])).rejects.toMatchObject(expected);
});

test('a client that was closed says so', async () => {
  const lone = createClient(TextService, staticTarget([backend]));
  await lone.read('x');
  await lone.close();
  await lone.close();
  await expect(lone.read('x')).rejects.toMatchObject({ code: 'ERR_CLOSED' });
});
