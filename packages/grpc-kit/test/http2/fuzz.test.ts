import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Http2Connection } from '../../src/http2/connection.js';
import type { ConnectionRole } from '../../src/http2/options.js';
import type { StreamHandler } from '../../src/http2/stream.js';
import { frame, PREFACE, REQUEST_BLOCK, RESPONSE_BLOCK, SETTINGS } from './frames.js';

/** `FUZZ_RUNS=10000000 npx vitest run packages/grpc-kit/test/http2/fuzz.test.ts` for a night. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 2_000);

const payload = fc.oneof(
  fc.constantFrom(
    REQUEST_BLOCK,
    RESPONSE_BLOCK,
    Buffer.alloc(4),
    Buffer.alloc(5),
    Buffer.alloc(8),
    Buffer.from([0, 4, 0, 0, 0, 0]),
  ),
  fc.uint8Array({ maxLength: 40 }),
);
const anyFrame = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 9 }) }, fc.integer({ min: 10, max: 255 })),
    fc.oneof(fc.constantFrom(0, 1, 4, 5, 0xd, 0x25), fc.integer({ min: 0, max: 255 })),
    fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 7 }) }, fc.integer({ min: 0, max: 2 ** 32 - 1 })),
    payload,
  )
  .map(([type, flags, streamId, bytes]) => frame(type, flags, streamId, bytes));
const bytes = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: anyFrame },
      fc.uint8Array({ maxLength: 30 }).map((raw) => Buffer.from(raw)),
    ),
    { maxLength: 20 },
  )
  .map((parts) => Buffer.concat([SETTINGS, ...parts]));

/** Everything that handlers are told, with adjacent pieces of data joined: where chunks end must not matter. */
function events(role: ConnectionRole, chunks: readonly Buffer[]): string[] {
  const told: string[] = [];
  const say = (event: string): void => {
    const [last = ''] = told.slice(-1);
    const joins = event.startsWith('data ') && last.split(':')[0] === event.split(':')[0];
    if (joins) told[told.length - 1] = last + event.slice(event.indexOf(':') + 1);
    else told.push(event);
  };
  const handler = (name: string): StreamHandler => ({
    onHeaders: ({ fields }, end) => say(`${name} headers ${fields.join('|')}${end}`),
    onData: (chunk, start, end, last) => {
      if (end > start) say(`data ${name}:${chunk.toString('hex', start, end)}`);
      if (last) say(`${name} end`);
    },
    onReset: (code, { by }) => say(`${name} reset ${code} ${by}`),
    onDrain: () => undefined,
  });
  const connection = new Http2Connection(
    role,
    { now: () => 0 },
    {
      onStream: (stream, { fields }, end) => {
        say(`stream ${stream.id} ${fields.join('|')}${end}`);
        return stream.id === 5 ? undefined : handler(`s${stream.id}`);
      },
      onGoaway: (code, last) => say(`goaway ${code} ${last}`),
      onClose: (error) => say(`close ${error?.message}`),
    },
  );
  if (role === 'client') {
    for (const name of ['a', 'b']) {
      connection
        .open(handler(name))
        .sendHeaders([':method', 'POST', ':path', '/', ':scheme', 'http'], undefined, name === 'a');
    }
  }
  for (const chunk of chunks) connection.receive(chunk);
  expect(connection.takeOutput().reduce((sum, part) => sum + part.length, 0)).toBeLessThan(100_000);
  return told;
}

for (const role of ['server', 'client'] as const) {
  it(`any bytes give a ${role} events or an error, the same however they are cut`, () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 }), (sent, sizes) => {
        const whole = role === 'server' ? Buffer.concat([PREFACE, sent]) : sent;
        const cut: Buffer[] = [];
        for (let at = 0, turn = 0; at < whole.length; turn++) {
          const size = sizes[turn % sizes.length] as number;
          cut.push(whole.subarray(at, at + size));
          at += size;
        }
        const told = events(role, [whole]);
        expect(events(role, cut)).toEqual(told);
        expect(told.filter((event) => event.includes('INTERNAL_ERROR'))).toEqual([]);
      }),
      { numRuns },
    );
  });
}
