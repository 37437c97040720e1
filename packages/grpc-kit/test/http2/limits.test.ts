import { describe, expect, it } from 'vitest';
import { Http2Connection } from '../../src/http2/connection.js';
import { ErrorCode } from '../../src/http2/error-code.js';
import type { Http2Options } from '../../src/http2/options.js';
import { frame, PREFACE, parseFrames, REQUEST_BLOCK, RESPONSE_BLOCK, SETTINGS, uint32 } from './frames.js';

const SILENT = {
  onHeaders: () => undefined,
  onData: () => undefined,
  onReset: () => undefined,
  onDrain: () => undefined,
};
const HEADERS_COMPLETE = 0x5;
const HEADERS_OPEN = 0x4;

interface Flooded {
  readonly connection: Http2Connection;
  /** The code of the GOAWAY that it was ended with. */
  readonly code: number | undefined;
  /** Rounds until then. */
  readonly rounds: number;
}

/** A server that is sent the same again and again, by a peer that reads all or nothing. */
function flood(
  chunk: (round: number) => Buffer,
  {
    rounds = 20_000,
    reads = true,
    first = Buffer.alloc(0),
    ...options
  }: Http2Options & { rounds?: number; reads?: boolean; first?: Buffer } = {},
): Flooded {
  let now = 0;
  const connection = new Http2Connection('server', { now: () => now, ...options }, { onStream: () => SILENT });
  connection.receive(Buffer.concat([PREFACE, SETTINGS, first]));
  const output = connection.takeOutput();
  if (!reads) connection.setWritable(false);
  let round = 0;
  for (; round < rounds && !connection.closed; round++) {
    now += 0.01;
    connection.receive(chunk(round));
    if (reads) output.push(...connection.takeOutput());
  }
  output.push(...connection.takeOutput());
  const goaway = parseFrames(Buffer.concat(output)).find(({ type }) => type === 7);
  return { connection, rounds: round, code: goaway?.payload.readUInt32BE(4) };
}

describe('a peer that floods is told to calm down', () => {
  const floods: [string, (round: number) => Buffer][] = [
    ['PING', () => frame(6, 0, 0, Buffer.alloc(8))],
    ['PING that answers nothing', () => frame(6, 1, 0, Buffer.alloc(8))],
    ['SETTINGS', () => SETTINGS],
    ['PRIORITY', () => frame(2, 0, 1, Buffer.alloc(5))],
    ['WINDOW_UPDATE', () => frame(8, 0, 0, uint32(1))],
    ['unknown frames', () => frame(0x77, 0, 0, 'x')],
    [
      'requests that are reset (CVE-2023-44487)',
      (round) =>
        Buffer.concat([
          frame(1, HEADERS_COMPLETE, 2 * round + 1, REQUEST_BLOCK),
          frame(3, 0, 2 * round + 1, uint32(8)),
        ]),
    ],
    [
      'requests that we have to reset (CVE-2025-8671)',
      (round) =>
        Buffer.concat([frame(1, HEADERS_OPEN, 2 * round + 1, REQUEST_BLOCK), frame(8, 0, 2 * round + 1, uint32(0))]),
    ],
  ];
  for (const [what, chunk] of floods) {
    it(what, () => {
      const { code, rounds } = flood(chunk);
      expect(code).toBe(ErrorCode.ENHANCE_YOUR_CALM);
      expect(rounds).toBeLessThan(2_500);
    });
  }

  it('empty DATA', () => {
    const first = frame(1, HEADERS_OPEN, 1, REQUEST_BLOCK);
    expect(flood(() => frame(0, 0, 1), { first }).code).toBe(ErrorCode.ENHANCE_YOUR_CALM);
  });

  for (const [what, fragment] of [
    ['empty', Buffer.alloc(0)],
    ['full', Buffer.alloc(16_384, REQUEST_BLOCK)],
  ] as const) {
    it(`a header block of ${what} CONTINUATION frames that does not end (CVE-2024-27316)`, () => {
      const { code, rounds } = flood(() => frame(9, 0, 1, fragment), { first: frame(1, 0x1, 1, REQUEST_BLOCK) });
      expect(code).toBe(ErrorCode.ENHANCE_YOUR_CALM);
      expect(rounds).toBeLessThan(200);
    });
  }

  it('a peer that does not read its answers', () => {
    const useful = Buffer.concat([frame(6, 0, 0, Buffer.alloc(8)), frame(0, 0, 1, 'x')]);
    const { code, connection } = flood(() => useful, {
      reads: false,
      rounds: 200_000,
      first: frame(1, HEADERS_OPEN, 1, REQUEST_BLOCK),
    });
    expect(connection.closed).toBe(true);
    expect(code).toBe(ErrorCode.ENHANCE_YOUR_CALM);
  });
});

it('a peer that works may ping as often as it sends', () => {
  const { connection, rounds } = flood(
    (round) =>
      Buffer.concat([frame(6, 0, 0, Buffer.alloc(8)), frame(1, HEADERS_COMPLETE, 2 * round + 1, REQUEST_BLOCK)]),
    { maxConcurrentStreams: 50_000 },
  );
  expect(connection.closed).toBe(false);
  expect(rounds).toBe(20_000);
});

it('a header list above the limit arrives cut, and the connection goes on', () => {
  const lists: [size: number, truncated: boolean][] = [];
  const connection = new Http2Connection(
    'server',
    { maxHeaderListSize: 1_000 },
    {
      onStream: (_stream, { size, truncated }) => {
        lists.push([size, truncated]);
        return SILENT;
      },
    },
  );
  const client = new Http2Connection('client', {}, {});
  const head = [':method', 'POST', ':scheme', 'http', ':path', '/', ':authority', 'a'];
  for (const own of [undefined, ['x', 'y'.repeat(100_000)], undefined]) {
    client.open(SILENT).sendHeaders(head, own, true);
    for (const chunk of client.takeOutput()) connection.receive(chunk);
  }
  expect(lists.map(([, truncated]) => truncated)).toEqual([false, true, false]);
  expect(connection.closed).toBe(false);
});

describe('a server that breaks the rules', () => {
  function client(options: Http2Options = {}) {
    const events: string[] = [];
    const connection = new Http2Connection('client', options, {
      onClose: (error) => events.push(`close ${(error as { code?: number })?.code}`),
    });
    connection.receive(SETTINGS);
    const stream = connection.open({
      onHeaders: (_list, end) => events.push(end ? 'end' : 'head'),
      onData: () => events.push('data'),
      onReset: (code, { by }) => events.push(`reset ${code} ${by}`),
      onDrain: () => undefined,
    });
    stream.sendHeaders([':method', 'POST', ':scheme', 'http', ':path', '/', ':authority', 'a'], undefined, true);
    return { connection, events };
  }
  const cases: [string, Buffer, string[]][] = [
    ['DATA before the head', frame(0, 1, 1, 'x'), [`reset ${ErrorCode.PROTOCOL_ERROR} local`]],
    [
      'trailers that do not end',
      Buffer.concat([frame(1, HEADERS_OPEN, 1, RESPONSE_BLOCK), frame(1, HEADERS_OPEN, 1, '')]),
      ['head', `reset ${ErrorCode.PROTOCOL_ERROR} local`],
    ],
    ['no :status', frame(1, HEADERS_OPEN, 1, '\x0f\x04\x01x'), [`reset ${ErrorCode.PROTOCOL_ERROR} local`]],
    [
      'a stream that nobody opened',
      frame(1, HEADERS_OPEN, 3, RESPONSE_BLOCK),
      [`reset ${ErrorCode.CANCEL} connection`, `close ${ErrorCode.PROTOCOL_ERROR}`],
    ],
    [
      'server push',
      frame(5, 4, 1, Buffer.from('0000000288', 'hex')),
      [`reset ${ErrorCode.CANCEL} connection`, `close ${ErrorCode.PROTOCOL_ERROR}`],
    ],
    [
      'a broken header block',
      frame(1, HEADERS_OPEN, 1, '\x80'),
      [`reset ${ErrorCode.CANCEL} connection`, `close ${ErrorCode.COMPRESSION_ERROR}`],
    ],
    [
      'HTTP/1.1',
      Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
      [`reset ${ErrorCode.CANCEL} connection`, `close ${ErrorCode.FRAME_SIZE_ERROR}`],
    ],
  ];
  for (const [what, bytes, expected] of cases) {
    it(what, () => {
      const { connection, events } = client();
      connection.receive(bytes);
      expect(events).toEqual(expected);
    });
  }

  it('endless informational responses', () => {
    const { connection, events } = client();
    const early = frame(1, HEADERS_OPEN, 1, Buffer.from('0803313033', 'hex'));
    for (let count = 0; count < 5_000 && !connection.closed; count++) connection.receive(early);
    expect(events).toEqual([`reset ${ErrorCode.CANCEL} connection`, `close ${ErrorCode.ENHANCE_YOUR_CALM}`]);
  });
});
