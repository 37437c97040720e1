import { fileURLToPath } from 'node:url';
import { loadPackageDefinition, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { type ClientClass, type ClientFactory, createClientFactory, type Observer } from '@org/grpc-kit';
import { retryInfo } from '@org/grpc-kit/errors';
import { statusError } from '@org/grpc-kit/server';
import { until } from '@org/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idempotentMethods } from '../../src/client/method.js';
import { Refusal, startTextBackends, staticTarget, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

let backends: TextBackend[] = [];
let factory: ClientFactory;
beforeEach(async () => {
  backends = await startTextBackends(2);
  factory = createClientFactory();
});
afterEach(async () => {
  await factory.close();
  for (const backend of backends) backend.close();
});

const arrivals = (method: string) => backends.reduce((sum, { arrived }) => sum + (arrived.get(method) ?? 0), 0);

function failNext(count: number, code = status.UNAVAILABLE): void {
  for (const backend of backends) {
    backend.unary = () => {
      if (count-- > 0) throw new Refusal(code, 'told to fail');
      return backend.address;
    };
  }
}

test('a method that the definition calls idempotent is sent again, to another backend', async () => {
  const client = factory.client(TextService, staticTarget(backends));
  await factory.ready();
  failNext(2);
  expect(await client.read('x')).toBeTruthy();
  expect(arrivals('read')).toBe(3);
  expect(backends.map(({ arrived }) => arrived.get('read')).sort()).toEqual([1, 2]);

  failNext(5);
  await expect(client.read('x')).rejects.toMatchObject({ code: status.UNAVAILABLE, attempts: 3 });
});

test('the next attempt waits for what RetryInfo says', async () => {
  const client = factory.client(TextService, staticTarget(backends));
  await factory.ready();
  let failures = 1;
  for (const backend of backends) {
    backend.unary = () => {
      if (failures-- > 0) {
        const details = [retryInfo({ retryDelayMs: 400 })];
        const { metadata } = statusError(status.UNAVAILABLE, 'busy', { details });
        throw new Refusal(status.UNAVAILABLE, 'busy', metadata);
      }
      return backend.address;
    };
  }
  const startedAt = performance.now();
  expect(await client.read('x')).toBeTruthy();
  expect(arrivals('read')).toBe(2);
  // Without it the wait is 60 ms at most.
  expect(performance.now() - startedAt).toBeGreaterThan(390);
});

test('a method that it does not is sent once', async () => {
  const client = factory.client(TextService, staticTarget(backends));
  failNext(1);
  await expect(client.write('x')).rejects.toMatchObject({ code: status.UNAVAILABLE, attempts: 1 });
  expect(arrivals('write')).toBe(1);
});

test('other statuses are not retried, unless the policy lists them', async () => {
  const client = factory.client(TextService, staticTarget(backends));
  failNext(1, status.ABORTED);
  await expect(client.read('x')).rejects.toMatchObject({ code: status.ABORTED, attempts: 1 });
  const keen = factory.client(TextService, staticTarget(backends), { retry: { codes: ['ABORTED'] } });
  failNext(1, status.ABORTED);
  expect(await keen.read('x')).toBeTruthy();
});

test('the policy can name methods, take all, or none', async () => {
  const { path } = TextService.write;
  const named = factory.client(TextService, staticTarget(backends), { retry: { methods: [path] } });
  failNext(1);
  expect(await named.write('x')).toBeTruthy();
  failNext(1);
  await expect(named.read('x')).rejects.toMatchObject({ attempts: 1 });

  const all = factory.client(TextService, staticTarget(backends), { retry: { methods: 'all' } });
  failNext(1);
  expect(await all.write('x')).toBeTruthy();

  const none = factory.client(TextService, staticTarget(backends), { retry: false });
  failNext(1);
  await expect(none.read('x')).rejects.toMatchObject({ attempts: 1 });
});

test('when too much fails, retries stop: one call makes one attempt', async () => {
  const client = factory.client(TextService, `${staticTarget(backends)},127.0.0.2:${backends[0]?.port}`, {
    outlierDetection: false,
    retry: { initialBackoffMs: 1, maxBackoffMs: 1 },
  });
  failNext(Number.POSITIVE_INFINITY);
  const attempts: number[] = [];
  for (let batch = 0; batch < 8; batch++) {
    const calls = Array.from({ length: 50 }, () => client.read('x').catch((error) => attempts.push(error.attempts)));
    await Promise.all(calls);
  }
  expect(attempts.slice(0, 10)).toEqual(Array(10).fill(3));
  expect(attempts.slice(-10)).toEqual(Array(10).fill(1));
});

test('hedging asks a second backend when the first takes its time', async () => {
  const [slow, fast] = backends as [TextBackend, TextBackend];
  slow.unary = () => new Promise(() => undefined);
  const hedging = { methods: [TextService.read.path], delayMs: 30 };
  const client = factory.client(TextService, staticTarget(backends), { hedging });
  await factory.ready();
  const answers = await Promise.all([client.read('x'), client.read('x')]);
  expect(answers).toEqual([fast.address, fast.address]);
  await until('nothing is left in flight', () =>
    factory.snapshot()[0]?.backends.every(({ inFlight }) => inFlight === 0),
  );
});

test('observers are told each attempt, and each call once', async () => {
  const told: string[] = [];
  const observer: Observer = {
    clientCallStarted: (_target, method) => void told.push(`call ${method}`),
    clientCallEnded: ({ status: code, attempts }) => void told.push(`called ${status[code]} in ${attempts}`),
    clientAttemptStarted: (_target, method) => void told.push(`attempt ${method}`),
    clientAttemptEnded: ({ status: code, sentBytes, receivedBytes }) =>
      void told.push(`attempted ${status[code]} ${sentBytes} ${receivedBytes}`),
  };
  const observed = createClientFactory({ metrics: [observer, {}] });
  const client = observed.client(TextService, staticTarget(backends));
  failNext(1);
  await client.read('x');
  const { path } = TextService.read;
  expect(told).toEqual([
    `call ${path}`,
    `attempt ${path}`,
    'attempted UNAVAILABLE 1 0',
    `attempt ${path}`,
    `attempted OK 1 ${backends[0]?.address.length}`,
    'called OK in 2',
  ]);
  await observed.close();
});

describe('where generators put idempotency', () => {
  const proto = fileURLToPath(new URL('../support/greeter.proto', import.meta.url));

  test('proto-loader: options.idempotency_level', async () => {
    const loaded = loadSync(proto)['test.v1.Greeter'];
    expect(idempotentMethods(loaded as never)).toEqual(['/test.v1.Greeter/Hello', '/test.v1.Greeter/Put']);
  });

  test('ts-proto’s generic definitions: options.idempotencyLevel', async () => {
    const { GreeterService } = await import('@org/example-proto');
    expect(idempotentMethods(GreeterService)).toEqual([GreeterService.sayHello.path, GreeterService.whoAmI.path]);
  });

  test('native clients retry by their own class’s definition', async () => {
    const { Greeter } = (loadPackageDefinition(loadSync(proto)) as never as Loaded).test.v1;
    const served = await startTextBackends(1);
    const native = factory.native(Greeter, staticTarget(served));
    const error = await new Promise<ServiceError>((resolve) => native.Hello({}, resolve));
    expect(error.code).toBe(status.UNIMPLEMENTED);
    for (const backend of served) backend.close();
    const refused = await new Promise<ServiceError>((resolve) => native.Hello({}, resolve));
    expect(refused.code).toBe(status.UNAVAILABLE);
    expect(refused.metadata.get('grpc-previous-rpc-attempts')).toEqual(['2']);
  });
});

interface Loaded {
  readonly test: { readonly v1: { readonly Greeter: ClientClass<LoadedGreeter> } };
}

interface LoadedGreeter {
  Hello(request: object, callback: (error: ServiceError) => void): void;
}
