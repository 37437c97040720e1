/** Wire types of protobuf (https://protobuf.dev/programming-guides/encoding). */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/**
 * The values of one length-delimited field of an encoded protobuf message: sub-messages, strings or bytes. Enough to
 * read names out of xDS resources without their schema; ends at what is no protobuf.
 */
export function fieldsOf(message: Uint8Array, field: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  let position = 0;

  function varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[position++];
      if (byte === undefined || scale > 2 ** 63) return Number.NaN;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  while (position < message.length) {
    const tag = varint();
    const wireType = tag % 8;
    if (wireType === VARINT) varint();
    else if (wireType === FIXED64) position += 8;
    else if (wireType === FIXED32) position += 4;
    else if (wireType === LENGTH_DELIMITED) {
      const end = varint() + position;
      if (!(end <= message.length)) break;
      if (Math.floor(tag / 8) === field) found.push(message.subarray(position, end));
      position = end;
    } else break;
  }
  return found;
}

/** Every value at a path of field numbers, through repeated fields too. */
export function valuesAt(message: Uint8Array, ...path: readonly number[]): Uint8Array[] {
  return path.reduce((messages, field) => messages.flatMap((part) => fieldsOf(part, field)), [message]);
}

/** Every string at a path of field numbers. */
export function stringsAt(message: Uint8Array, ...path: readonly number[]): string[] {
  return valuesAt(message, ...path).map((bytes) => new TextDecoder().decode(bytes));
}
