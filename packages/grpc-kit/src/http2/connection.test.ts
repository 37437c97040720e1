import { describe, expect, it } from 'vitest';
import { type ConnectionHandler, Http2Connection } from './connection.js';
import { ErrorCode } from './error-code.js';
import type { HeaderList } from './header-list.js';
import type { Http2Options } from './options.js';
import type { Http2Stream, StreamEnd, StreamHandler } from './stream.js';

const REQUEST = [
  ':method',
  'POST',
  ':scheme',
  'http',
  ':path',
  '/pkg.Service/Method',
  ':authority',
  'backend',
  'te',
  'trailers',
];
const RESPONSE = [':status', '200', 'content-type', 'application/grpc'];
const TRAILERS = ['grpc-status', '0'];

class Recorder implements StreamHandler {
  readonly events: string[] = [];
  readonly lists: HeaderList[] = [];
  data = '';
  end: StreamEnd | undefined;
  consume = true;
  stream: Http2Stream | undefined;

  onHeaders(headers: HeaderList, endStream: boolean): void {
    this.lists.push(headers);
    this.events.push(`headers${endStream ? ' end' : ''}`);
  }

  onData(chunk: Buffer, start: number, end: number, endStream: boolean): void {
    this.data += chunk.toString('latin1', start, end);
    if (this.consume) this.stream?.consumed(end - start);
    if (endStream) this.events.push('data end');
  }

  onReset(code: number, end: StreamEnd): void {
    this.end = end;
    this.events.push(`reset ${code} by ${end.by}${end.unprocessed ? ' unprocessed' : ''}`);
  }

  onDrain(): void {
    this.events.push('drain');
  }
}

/** A client and a server without a socket in between. */
class Pair {
  readonly requests: { stream: Http2Stream; headers: HeaderList; recorder: Recorder }[] = [];
  readonly client: Http2Connection;
  readonly server: Http2Connection;
  serverError: Error | undefined;
  clientError: Error | undefined;

  constructor(client: Http2Options = {}, server: Http2Options = {}, clientHandler: ConnectionHandler = {}) {
    this.client = new Http2Connection('client', client, {
      ...clientHandler,
      onClose: (error) => {
        this.clientError = error;
      },
    });
    this.server = new Http2Connection('server', server, {
      onStream: (stream, headers, endStream) => {
        const recorder = new Recorder();
        recorder.stream = stream;
        if (endStream) recorder.events.push('request end');
        this.requests.push({ stream, headers, recorder });
        return recorder;
      },
      onClose: (error) => {
        this.serverError = error;
      },
    });
    this.exchange();
  }

  /** Until neither has anything to say; `size` cuts what is exchanged. */
  exchange(size = Number.POSITIVE_INFINITY): void {
    for (let quiet = false; !quiet; ) {
      quiet = true;
      for (const [from, to] of [
        [this.client, this.server],
        [this.server, this.client],
      ] as const) {
        const bytes = Buffer.concat(from.takeOutput());
        if (bytes.length > 0) quiet = false;
        for (let at = 0; at < bytes.length; at += size)
          to.receive(bytes.subarray(at, Math.min(at + size, bytes.length)));
        from.setWritable(true);
      }
    }
  }

  open(recorder = new Recorder()): { stream: Http2Stream; recorder: Recorder } {
    const stream = this.client.open(recorder);
    recorder.stream = stream;
    return { stream, recorder };
  }
}

describe('a call', () => {
  for (const size of [1, 2, 3, 7, 16, 1_000, Number.POSITIVE_INFINITY]) {
    it(`arrives the same in chunks of ${size} bytes`, () => {
      const pair = new Pair();
      for (let call = 0; call < 3; call++) {
        const { stream, recorder } = pair.open();
        stream.sendHeaders(REQUEST, ['grpc-timeout', `${call}S`], false);
        stream.sendData(Buffer.from('pre: '), Buffer.from(`hello ${call}`), true);
        pair.exchange(size);
        const request = pair.requests[call];
        expect(request?.headers.fields).toEqual([...REQUEST, 'grpc-timeout', `${call}S`]);
        expect(request?.recorder.data).toBe(`pre: hello ${call}`);
        expect(request?.recorder.events).toEqual(['data end']);
        request?.stream.sendHeaders(RESPONSE, undefined, false);
        request?.stream.sendData(undefined, Buffer.from('world'), false);
        request?.stream.sendHeaders(TRAILERS, undefined, true);
        pair.exchange(size);
        expect(recorder.events).toEqual(['headers', 'headers end']);
        expect(recorder.data).toBe('world');
        expect(stream.closed && request?.stream.closed).toBe(true);
      }
      expect([pair.client.activeStreams, pair.server.activeStreams]).toEqual([0, 0]);
      expect([pair.clientError, pair.serverError]).toEqual([undefined, undefined]);
    });
  }

  it('has its repeated headers in a few bytes, which give the same list', () => {
    const pair = new Pair();
    const sizes: number[] = [];
    for (let call = 0; call < 4; call++) {
      const { stream } = pair.open();
      stream.sendHeaders(REQUEST, undefined, true);
      const [bytes] = pair.client.takeOutput();
      sizes.push(bytes?.length ?? 0);
      pair.server.receive(bytes as Buffer);
    }
    expect(sizes[1]).toBeLessThan(9 + REQUEST.length / 2 + 1);
    expect(sizes[3]).toBe(sizes[1]);
    expect(pair.requests[3]?.headers).toBe(pair.requests[2]?.headers);
  });

  it('of many megabytes passes through windows of any size', () => {
    for (const initialWindowSize of [1, 100, 65_535, 1_048_576]) {
      const pair = new Pair(
        {},
        { initialWindowSize, connectionWindowSize: 65_535, maxControlFrames: { burst: 1e9, perSecond: 1 } },
      );
      const { stream, recorder } = pair.open();
      const body = Buffer.alloc(initialWindowSize === 1 ? 3_000 : 300_000, 'x');
      stream.sendHeaders(REQUEST, undefined, false);
      stream.sendData(undefined, body, true);
      expect(stream.pendingBytes).toBeGreaterThan(0);
      pair.exchange();
      expect(pair.requests[0]?.recorder.data.length).toBe(body.length);
      expect(recorder.events).toEqual(['drain']);
      expect(stream.pendingBytes).toBe(0);
    }
  });

  it('waits for what is not consumed', () => {
    const pair = new Pair({}, { initialWindowSize: 1_000 });
    const { stream } = pair.open();
    stream.sendHeaders(REQUEST, undefined, false);
    pair.exchange();
    const request = pair.requests[0];
    if (request) request.recorder.consume = false;
    stream.sendData(undefined, Buffer.alloc(5_000), true);
    pair.exchange();
    expect(stream.pendingBytes).toBe(4_000);
    request?.stream.consumed(1_000);
    pair.exchange();
    expect(stream.pendingBytes).toBe(3_000);
    stream.reset(ErrorCode.CANCEL);
    pair.exchange();
    expect(request?.recorder.events).toEqual([`reset ${ErrorCode.CANCEL} by peer`]);
  });
});

describe('the end of streams and connections', () => {
  it('a shutdown takes what is on its way, and nothing after', () => {
    const pair = new Pair();
    let settled = false;
    pair.server.shutdown(() => {
      settled = true;
    });
    const before = pair.open();
    before.stream.sendHeaders(REQUEST, undefined, true);
    pair.exchange();
    expect(settled).toBe(true);
    expect(pair.requests.length).toBe(1);
    expect(pair.client.canOpen).toBe(false);
    expect(before.recorder.events).toEqual([]);
    pair.requests[0]?.stream.sendHeaders([...RESPONSE, ...TRAILERS], undefined, true);
    pair.exchange();
    expect(before.recorder.events).toEqual(['headers end']);
  });

  it('what GOAWAY leaves out has not been processed', () => {
    const pair = new Pair();
    const { stream, recorder } = pair.open();
    stream.sendHeaders(REQUEST, undefined, true);
    const late = pair.client.takeOutput();
    pair.server.goaway(ErrorCode.NO_ERROR);
    pair.exchange();
    expect(recorder.events).toEqual([`reset ${ErrorCode.REFUSED_STREAM} by connection unprocessed`]);
    for (const part of late) pair.server.receive(part);
    expect(pair.requests.length).toBe(0);
    expect(pair.serverError).toBeUndefined();
  });

  it('more streams than allowed wait at the client and are refused by the server', () => {
    const pair = new Pair({}, { maxConcurrentStreams: 2 });
    for (let index = 0; index < 2; index++) pair.open().stream.sendHeaders(REQUEST, undefined, true);
    expect(pair.client.canOpen).toBe(false);
    pair.exchange();
    pair.requests[0]?.stream.sendHeaders([...RESPONSE, ...TRAILERS], undefined, true);
    pair.exchange();
    expect(pair.client.canOpen).toBe(true);
  });

  it('an answer before the request ended stops the request', () => {
    const pair = new Pair();
    const { stream, recorder } = pair.open();
    stream.sendHeaders(REQUEST, undefined, false);
    pair.exchange();
    pair.requests[0]?.stream.sendHeaders([...RESPONSE, ...TRAILERS], undefined, true);
    pair.exchange();
    expect(recorder.events).toEqual(['headers end']);
    expect(stream.closed).toBe(true);
    stream.sendData(undefined, Buffer.from('late'), true);
    pair.exchange();
    expect(pair.serverError).toBeUndefined();
  });
});
