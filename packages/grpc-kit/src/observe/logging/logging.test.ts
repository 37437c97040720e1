import { experimental, logVerbosity, Metadata, setLogger, setLogVerbosity, status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { memoryLogger } from '../../../test/server/memory-logger.js';
import { callLog, createLogger, forwardGrpcLogs, type LoggerOptions, loggableMetadata } from './index.js';

function capture(options: LoggerOptions = {}) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, logger: createLogger({ env: {}, destination, ...options }) };
}

describe('createLogger', () => {
  test('says where the pod runs, when, and how bad it is', () => {
    const env = { POD_NAME: 'greeter-1', POD_NAMESPACE: 'shop', NODE_NAME: 'node-a' };
    const { logger, lines } = capture({ name: 'greeter', env, fields: { version: '1.2.3' } });
    logger.info({ port: 1 }, 'listening');
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        app: 'greeter',
        pod: 'greeter-1',
        namespace: 'shop',
        node: 'node-a',
        version: '1.2.3',
        port: 1,
        msg: 'listening',
      },
    ]);
  });

  test('outside a cluster there are no empty fields; the level comes from the option, then LOG_LEVEL', () => {
    const { logger, lines } = capture({ env: { POD_NAME: '' } });
    logger.debug({}, 'no');
    logger.info({}, 'yes');
    expect(lines.map((line) => Object.keys(line))).toEqual([['level', 'time', 'msg']]);
    expect(capture({ env: { LOG_LEVEL: 'error' } }).logger.level).toBe('error');
    expect(capture({ env: { LOG_LEVEL: 'error' }, level: 'debug' }).logger.level).toBe('debug');
    expect(createLogger().level).toBe(process.env['LOG_LEVEL'] || 'info');
  });

  test('keeps secrets out, wherever they sit', () => {
    const { logger, lines } = capture();
    const metadata = new Metadata();
    metadata.set('Authorization', 'Bearer s3cret');
    metadata.add('x-request-id', 'a');
    metadata.add('x-request-id', 'b');
    metadata.set('trace-bin', Buffer.from('12345'));
    const err = Object.assign(new Error('refused'), { code: 7, metadata });
    logger.warn(
      {
        metadata,
        headers: { cookie: 's3cret', host: 'x' },
        deep: [{ apiKey: 's3cret', ok: 1 }],
        err,
        when: new Date(0),
      },
      'x',
    );
    const [line] = lines;
    expect(JSON.stringify(line)).not.toContain('s3cret');
    const shown = { authorization: '[redacted]', 'x-request-id': ['a', 'b'], 'trace-bin': '5 bytes' };
    expect(line).toMatchObject({
      metadata: shown,
      headers: { cookie: '[redacted]', host: 'x' },
      deep: [{ apiKey: '[redacted]', ok: 1 }],
      err: { type: 'Error', message: 'refused', code: 7, metadata: shown, stack: expect.stringContaining('refused') },
      when: '1970-01-01T00:00:00.000Z',
    });
  });

  test('keeps secrets out of bindings, fields, nested errors, toJSON, texts and raw headers', () => {
    const { logger, lines } = capture({ fields: { apiToken: 's3cret' } });
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer s3cret');
    const axios = Object.assign(new Error('401'), {
      config: { headers: { Authorization: 's3cret' } },
      token: 's3cret',
    });
    const json = { toJSON: () => ({ password: 's3cret', fine: 1 }) };
    const child = logger.child({ authorization: 's3cret', call: { metadata } });
    child.info({}, 'bindings');
    logger.child({}).setBindings({ jwt: 's3cret' });
    logger.error({ err: axios }, 'axios');
    logger.error({ error: axios, json }, 'under another name');
    logger.error({ err: new AggregateError([axios], 'all') }, 'aggregate');
    logger.error({ err: new Error('outer', { cause: axios }) }, 'cause');
    logger.info('printf %j %o', { metadata }, { passphrase: 's3cret' });
    logger.info(
      {
        rawHeaders: ['Authorization', 's3cret', 'Host', 'x'],
        pairs: [
          ['bearer', 's3cret'],
          ['host', 'y'],
        ],
      },
      'raw',
    );
    logger.info({ bearer: 's3cret', pwd: 's3cret', jwt: 's3cret', passphrase: 's3cret', dpop: 's3cret' }, 'names');
    const text = JSON.stringify(lines);
    expect(text).not.toContain('s3cret');
    expect(lines[1]).toMatchObject({ err: { type: 'Error', message: '401', token: '[redacted]' } });
    expect(lines[2]).toMatchObject({ json: { fine: 1 } });
    expect(lines[3]).toMatchObject({ err: { type: 'AggregateError', errors: [{ message: '401' }] } });
    expect(lines[4]).toMatchObject({ err: { message: 'outer', cause: { message: '401' } } });
    expect(lines[6]).toMatchObject({
      rawHeaders: ['Authorization', '[redacted]', 'Host', 'x'],
      pairs: [
        ['bearer', '[redacted]'],
        ['host', 'y'],
      ],
    });
  });

  test('takes anything without failing, cycles too', () => {
    const { logger, lines } = capture();
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    logger.info(cycle, 'cycle');
    expect(lines).toHaveLength(1);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (fields) => {
        logger.info(fields, 'anything');
      }),
    );
    const names = { author: 'a', authority: 'b', 'x-auth': 'c', proxyAuthorization: 'd', PRIVATE_KEY: 'e' };
    const hidden = { 'x-auth': '[redacted]', proxyAuthorization: '[redacted]', PRIVATE_KEY: '[redacted]' };
    expect(loggableMetadata(names)).toEqual({ author: 'a', authority: 'b', ...hidden });
    expect(loggableMetadata({ token: 1, other: undefined })).toEqual({ token: '[redacted]', other: undefined });
  });
});

describe('callLog', () => {
  const served = {
    method: '/a.B/C',
    details: '',
    durationMs: 1.23456,
    sentBytes: 1,
    receivedBytes: 2,
    peer: '10.0.0.1:5',
  };
  const called = {
    method: '/a.B/C',
    details: 'no',
    durationMs: 1,
    target: 'dns:///x:1',
    attempts: 2,
    backend: '10.0.0.2:5',
  };
  afterEach(() => void vi.useRealTimers());

  test('one line per failed call, with what is needed and a level that fits', () => {
    const log = memoryLogger();
    const observer = callLog(log);
    observer.serverCallEnded?.({ ...served, status: status.INTERNAL, details: 'internal error, id 1' });
    observer.serverCallEnded?.({ ...served, status: status.NOT_FOUND });
    observer.serverCallEnded?.({ ...served, status: status.CANCELLED });
    observer.clientCallEnded?.({ ...called, status: status.UNAVAILABLE });
    observer.serverCallEnded?.({ ...served, status: 99 as status });
    expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'served /a.B/C: INTERNAL'],
      ['warn', 'served /a.B/C: NOT_FOUND'],
      ['info', 'served /a.B/C: CANCELLED'],
      ['error', 'called /a.B/C: UNAVAILABLE'],
      ['warn', 'served /a.B/C: 99'],
    ]);
    expect(log.lines[0]?.fields).toEqual({
      ...served,
      details: 'internal error, id 1',
      durationMs: 1.23,
      status: 'INTERNAL',
    });
    expect(log.lines[3]?.fields).toEqual({ ...called, status: 'UNAVAILABLE' });
  });

  test('samples successes exactly, leaves out health, and shows slow ones', () => {
    const log = memoryLogger();
    const observer = callLog(log, { successes: 0.25, slowMs: 1_000 });
    for (let call = 0; call < 100; call++) observer.serverCallEnded?.({ ...served, status: status.OK });
    expect(log.lines).toHaveLength(25);
    for (let call = 0; call < 100; call++) {
      observer.serverCallEnded?.({ ...served, method: '/grpc.health.v1.Health/Check', status: status.OK });
    }
    expect(log.lines).toHaveLength(25);
    observer.serverCallEnded?.({ ...served, status: status.OK, durationMs: 1_000 });
    expect(log.lines).toHaveLength(26);
  });

  test('a health watch that ends is no failure: it has no other way to end', () => {
    const log = memoryLogger();
    callLog(log).serverCallEnded?.({ ...served, method: '/grpc.health.v1.Health/Watch', status: status.UNAVAILABLE });
    expect(log.lines.map(({ level }) => level)).toEqual(['debug']);
  });

  test('does not fill the disk', () => {
    vi.useFakeTimers();
    const log = memoryLogger();
    const observer = callLog(log, { maxFailuresPerSecond: 10 });
    for (let call = 0; call < 500; call++) observer.serverCallEnded?.({ ...served, status: status.INTERNAL });
    vi.advanceTimersByTime(1_000);
    expect(log.lines).toHaveLength(11);
    expect(log.lines.at(-1)).toMatchObject({ fields: { more: 490 }, message: 'more calls failed' });
  });
});

describe('forwardGrpcLogs', () => {
  afterEach(() => {
    setLogger(console);
    setLogVerbosity(logVerbosity.ERROR);
  });

  test('takes over what grpc-js writes, until it is given back', () => {
    const log = memoryLogger();
    const restore = forwardGrpcLogs(log, { verbosity: 'debug' });
    experimental.log(logVerbosity.ERROR, 'something', 'bad');
    experimental.log(logVerbosity.DEBUG, '2026-01-01T00:00:00.000Z | v1.14.7 12 | server | (1) Server constructed');
    expect(log.lines).toEqual([
      { level: 'error', fields: { component: 'grpc-js' }, message: 'something bad' },
      { level: 'debug', fields: { component: 'grpc-js', tracer: 'server' }, message: '(1) Server constructed' },
    ]);
    for (let line = 0; line < 50; line++) {
      const refused = 'Metadata string value "Bearer s3cret" contains illegal characters';
      experimental.log(
        logVerbosity.ERROR,
        `Failed to add metadata entry authorization: Bearer s3cret. ${refused}. For more information see x`,
      );
    }
    expect(log.lines).toHaveLength(21);
    expect(log.lines.at(-1)?.message).toBe(
      'Failed to add metadata entry authorization: [redacted]. For more information see x',
    );
    log.lines.length = 2;
    restore();
    const original = vi.spyOn(console, 'error').mockImplementation(() => {});
    experimental.log(logVerbosity.ERROR, 'back');
    expect(original).toHaveBeenCalledWith('back');
    expect(log.lines).toHaveLength(2);
    original.mockRestore();
  });
});
