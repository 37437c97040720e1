import { EchoService } from '../echo.js';

/** Frame types and flags (RFC 9113 section 6), as far as an attacker wants them. */
export const Type = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PING: 6,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;
export const END_STREAM = 0x1;
export const ACK = 0x1;
export const END_HEADERS = 0x4;
export const CANCEL = 8;
/** The largest payload that a server takes before it allowed more. */
export const FRAME_BYTES = 16_384;

export const PREFACE: Buffer = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/** One frame, whether or not HTTP/2 allows it. */
export function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function setting(id: number, value: number): Buffer {
  return Buffer.concat([Buffer.from([0, id]), uint32(value)]);
}

/** A field as a literal of HPACK, without Huffman coding; `indexed` puts it into the dynamic table. */
export function literal(name: string, value: string, indexed = false): Buffer {
  return Buffer.concat([Buffer.from([indexed ? 0x40 : 0x00]), ...[name, value].flatMap(text)]);
}

function text(value: string): Buffer[] {
  return [integer(value.length), Buffer.from(value, 'latin1')];
}

/** An integer of HPACK with a prefix of seven bits (RFC 7541 section 5.1). */
function integer(value: number): Buffer {
  if (value < 0x7f) return Buffer.from([value]);
  const bytes = [0x7f];
  let rest = value - 0x7f;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** The header block of a call, by the static table where it can be. */
export function callBlock(path: string = EchoService.echo.path): Buffer {
  const POST = 0x83;
  const HTTP = 0x86;
  return Buffer.concat([
    Buffer.from([POST, HTTP]),
    literal(':path', path),
    literal(':authority', 'server'),
    literal('content-type', 'application/grpc'),
    literal('te', 'trailers'),
  ]);
}

/** A gRPC message in its prefix of five bytes; `length` may be a lie. */
export function message(bytes: Buffer, { compressed = false, length = bytes.length } = {}): Buffer {
  return Buffer.concat([Buffer.from([compressed ? 1 : 0]), uint32(length), bytes]);
}
