import { CapsError } from '@org/caps';

/** The records of a PAX extended header by key; values are bytes, because extended attributes are. */
export type PaxRecords = ReadonlyMap<string, Buffer>;

/** Reads `LENGTH KEY=VALUE\n` records (pax(1)). @throws CapsError ERR_LAYER_INVALID with `offset` in the tar */
export function parsePax(bytes: Buffer, tarOffset: number): PaxRecords {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length && bytes[at] !== 0; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = bytes.toString('latin1', at, Math.min(space < 0 ? at : space, at + 10));
    const end = at + Number(digits);
    const equals = bytes.indexOf(0x3d, space);
    if (!/^[1-9]\d*$/.test(digits) || end > bytes.length || bytes[end - 1] !== 0x0a || equals < 0 || equals >= end) {
      const start = JSON.stringify(bytes.toString('latin1', at, at + 40));
      throw new CapsError('ERR_LAYER_INVALID', `PAX record ${start}: expected "LENGTH KEY=VALUE\\n"`, {
        offset: tarOffset + at,
      });
    }
    records.set(bytes.toString('utf8', space + 1, equals), bytes.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}
