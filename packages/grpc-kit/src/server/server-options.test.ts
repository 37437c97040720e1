import { describe, expect, test } from 'vitest';
import { createServer, type ServerOptions } from './index.js';
import { grpcServerOptions, settleServerOptions } from './server-options.js';

const settle = (options: object) => () => settleServerOptions(options as ServerOptions);

describe('options', () => {
  test.each<[object, RegExp]>([
    [{ drainDelay: 1 }, /drainDelay is not an option; did you mean drainDelayMs\?/],
    [{ drainDelayMs: '5s' }, /drainDelayMs is "5s", but must be an integer from 0/],
    [{ drainDelayMs: 10, deadlineMs: 5 }, /drainDelayMs is 10, but must be at most deadlineMs, which is 5/],
    [{ metrics: 1 }, /metrics is 1, but must be an observer/],
    [{ logger: {} }, /logger is \{\}, but must be a logger with debug, info, warn, error/],
    [{ tls: {} }, /certFile is undefined, but must be the path of a PEM file/],
    [{ tls: { certFile: 'a', keyFile: 'b', caFile: 'c' } }, /tls.caFile is not an option/],
    [{ authorize: true }, /authorize is true, but must be a function/],
    [{ interceptors: {} }, /interceptors is \{\}, but must be a list/],
    [{ maxConcurrentCalls: 0 }, /maxConcurrentCalls is 0/],
  ])('%j is refused', (options, message) => {
    expect(settle(options)).toThrow(
      expect.objectContaining({ code: 'ERR_POLICY_INVALID', message: expect.stringMatching(message) }),
    );
    expect(() => createServer(options as ServerOptions)).toThrow(message);
  });

  test('defaults: five minutes of age, 25 s to leave, of which 5 s are for the others to notice', () => {
    const settled = settleServerOptions({});
    expect(settled).toMatchObject({ drainDelayMs: 5_000, deadlineMs: 25_000, observers: [], interceptors: [] });
    expect(settleServerOptions({ deadlineMs: 1_000 }).drainDelayMs).toBe(500);
    expect(grpcServerOptions(settled)).toEqual({
      'grpc.max_receive_message_length': 4 * 1024 * 1024,
      'grpc.max_send_message_length': -1,
      'grpc.enable_channelz': 0,
      'grpc.keepalive_time_ms': 60_000,
      'grpc.keepalive_timeout_ms': 20_000,
      'grpc.max_connection_age_ms': 300_000,
      'grpc.max_connection_age_grace_ms': 60_000,
    });
    expect(grpcServerOptions(settleServerOptions({ maxConnectionAgeMs: Number.POSITIVE_INFINITY }))).not.toHaveProperty(
      'grpc.max_connection_age_ms',
    );
  });

  test('idle connections are watched only where their age does not end them first', () => {
    const idle = (options: ServerOptions) =>
      grpcServerOptions(settleServerOptions(options))['grpc.max_connection_idle_ms'];
    expect(idle({ maxConnectionIdleMs: 299_999 })).toBe(299_999);
    expect(idle({ maxConnectionAgeMs: Number.POSITIVE_INFINITY })).toBe(300_000);
    expect(idle({ maxConnectionIdleMs: 60_000, maxConnectionAgeMs: 60_000 })).toBeUndefined();
  });

  test('one observer or several', () => {
    const observer = {};
    expect(settleServerOptions({ metrics: observer }).observers).toEqual([observer]);
    expect(settleServerOptions({ metrics: [observer, observer] }).observers).toHaveLength(2);
  });
});
