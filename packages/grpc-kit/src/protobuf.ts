/** Wire types of protobuf (https://protobuf.dev/programming-guides/encoding). */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const INT64_BITS = 64;

/** One field of an encoded message; fixed-width values are skipped, since none of the messages here has one. */
export type Field =
  | { readonly number: number; readonly value: bigint; readonly bytes?: never }
  | { readonly number: number; readonly bytes: Buffer; readonly value?: never };

/**
 * Every field of a message, in order.
 * @throws RangeError when the bytes are not an encoded message.
 */
export function readFields(message: Uint8Array): Field[] {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const found: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('message ends inside a varint');
      value |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte < 0x80) return BigInt.asUintN(INT64_BITS, value);
    }
    throw new RangeError('varint longer than ten bytes');
  };
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('message ends inside a field');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (number < 1 || number >= 2 ** 29) throw new RangeError(`field number ${number} is out of range`);
    if (wireType === VARINT) found.push({ number, value: varint() });
    else if (wireType === LENGTH_DELIMITED) found.push({ number, bytes: take(Number(varint())) });
    else if (wireType === FIXED64) take(8);
    else if (wireType === FIXED32) take(4);
    else throw new RangeError(`wire type ${wireType} is not in use`);
  }
  return found;
}

/** The bytes of a field that may come once; of several, the last counts. */
export function bytesAt(fields: readonly Field[], number: number): Buffer | undefined {
  return fields.findLast((field) => field.number === number)?.bytes;
}

/** The bytes of each occurrence of a repeated field. */
export function allBytesAt(fields: readonly Field[], number: number): Buffer[] {
  return fields.flatMap((field) => (field.number === number && field.bytes !== undefined ? field.bytes : []));
}

/** The int32 or int64 of a field that may come once. */
export function integerAt(fields: readonly Field[], number: number): bigint | undefined {
  const value = fields.findLast((field) => field.number === number)?.value;
  return value === undefined ? undefined : BigInt.asIntN(INT64_BITS, value);
}

/** A string, bytes or message as a field. */
export function bytesField(number: number, bytes: Uint8Array | string): Buffer {
  const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  return Buffer.concat([varint(BigInt(number * 8 + LENGTH_DELIMITED)), varint(BigInt(content.length)), content]);
}

/** An int32, int64 or enum as a field. */
export function integerField(number: number, value: number | bigint): Buffer {
  return Buffer.concat([varint(BigInt(number * 8 + VARINT)), varint(BigInt.asUintN(INT64_BITS, BigInt(value)))]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}
