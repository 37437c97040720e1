import { HpackDecoder } from '../../../packages/grpc-kit/src/http2/hpack/decoder.js';
import { HpackEncoder } from '../../../packages/grpc-kit/src/http2/hpack/encoder.js';

/** A header list, and the table size that the decoder's side sets before it. */
export interface Block {
  readonly fields: readonly string[];
  readonly tableSize: number | undefined;
  /** The fields are passed as `shared` to our encoder. */
  readonly shared: boolean;
}

const NAMES = [
  ':path',
  ':authority',
  'te',
  'content-type',
  'cookie',
  'grpc-timeout',
  'user-agent',
  'x-request-id',
  'traceparent',
  'x-a',
  'x-b',
];
const SIZES = [0, 31, 64, 200, 1_000, 4_096];

/** A generator of numbers that gives the same for the same seed. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Lists as they follow each other on a connection: with repetitions, secrets, odd bytes, and changes of the table's size. */
export function generateBlocks(count: number, random: (below: number) => number): Block[] {
  const value = (): string => {
    const kind = random(4);
    if (kind === 0) return ['', 'trailers', 'application/grpc', '10S', '/a.B/C'][random(5)] as string;
    if (kind === 1) return String(random(40));
    const length = random(kind === 2 ? 30 : 200);
    return Array.from({ length }, () => String.fromCharCode(random(kind === 2 ? 95 : 223) + 32)).join('');
  };
  const fields = (): string[] =>
    Array.from({ length: random(10) + 1 }, () => [
      random(8) === 0 ? `x-${random(1_000)}` : (NAMES[random(NAMES.length)] as string),
      value(),
    ]).flat();
  let last = fields();
  return Array.from({ length: count }, () => {
    if (random(3) > 0) last = fields();
    return {
      fields: last,
      shared: random(2) === 0,
      tableSize: random(20) === 0 ? SIZES[random(SIZES.length)] : undefined,
    };
  });
}

/** `name:value name:value …` in hexadecimal digits. */
export function words(fields: readonly string[]): string {
  const hex = (text: string | undefined): string => Buffer.from(text ?? '', 'latin1').toString('hex');
  return Array.from({ length: fields.length / 2 }, (_, at) => `${hex(fields[at * 2])}:${hex(fields[at * 2 + 1])}`).join(
    ' ',
  );
}

/** `decode BLOCK` for each list, as our encoder writes it. The peer answers each with the fields' words. */
export function linesToDecode(blocks: readonly Block[]): string[] {
  const encoder = new HpackEncoder();
  return blocks.map(({ fields, shared, tableSize }) => {
    if (tableSize !== undefined) encoder.limitTable(tableSize);
    const block = shared ? encoder.encode(fields, undefined) : encoder.encode([], fields);
    return `decode ${block.toString('hex')}`;
  });
}

/** `encode SIZE|- WORDS` for each list. The peer answers each with the block in hexadecimal digits. */
export function linesToEncode(blocks: readonly Block[]): string[] {
  return blocks.map(({ fields, tableSize }) => `encode ${tableSize ?? '-'} ${words(fields)}`);
}

/** What our decoder makes of the peer's blocks. */
export function decodeAll(encoded: readonly string[]): string[] {
  const decoder = new HpackDecoder(4_096, 2 ** 24);
  return encoded.map((line) => {
    const block = Buffer.from(line, 'hex');
    return words(decoder.decode(block, 0, block.length).fields);
  });
}
