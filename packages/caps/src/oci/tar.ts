import { CapsError } from '@org/caps';
import type { ByteReader } from './byte-reader.js';
import { type PaxRecords, parsePax } from './pax.js';

/** A member of a tar archive without its content. */
export interface TarEntry {
  readonly path: string;
  /** Permission bits, set-ID bits included. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly pax: PaxRecords;
}

const block = 512;
const maxExtraBytes = 16 * 1024 * 1024;

/** Reads the headers of a tar (ustar, PAX and GNU) and passes over all content. @throws CapsError ERR_LAYER_INVALID */
export async function* readTar(reader: ByteReader): AsyncGenerator<TarEntry> {
  let global: PaxRecords = new Map();
  let local: PaxRecords = new Map();
  let longPath: string | undefined;
  for (;;) {
    const offset = reader.offset;
    const header = await reader.read(block);
    if (!header || header.every((byte) => byte === 0)) return;
    verifyChecksum(header, offset);
    const type = String.fromCharCode(header[156] || 0x30);
    const size = number(local.get('size'), header, 124, 12, offset);
    if (type === 'x' || type === 'g' || type === 'L') {
      const at = reader.offset;
      const content = await extra(reader, size, offset);
      if (type === 'L') longPath = text(content, 0, content.length);
      else if (type === 'g') global = new Map([...global, ...parsePax(content, at)]);
      else local = parsePax(content, at);
      continue;
    }
    await reader.skip(padded(size));
    if (type === 'K') continue;
    const pax = new Map([...global, ...local]);
    yield {
      path: pax.get('path')?.toString('utf8') ?? longPath ?? ustarPath(header),
      mode: number(undefined, header, 100, 8, offset) & 0o7777,
      uid: number(pax.get('uid'), header, 108, 8, offset),
      gid: number(pax.get('gid'), header, 116, 8, offset),
      pax,
    };
    local = new Map();
    longPath = undefined;
  }
}

const padded = (size: number): number => Math.ceil(size / block) * block;

async function extra(reader: ByteReader, size: number, offset: number): Promise<Buffer> {
  if (size > maxExtraBytes)
    throw invalid(`extended header of ${size} bytes: expected at most ${maxExtraBytes}`, offset);
  const content = await reader.read(padded(size));
  if (size > 0 && !content) throw invalid('the archive ends within an extended header', offset);
  return (content ?? Buffer.alloc(0)).subarray(0, size);
}

function verifyChecksum(header: Buffer, offset: number): void {
  const stored = Number.parseInt(text(header, 148, 8).trim(), 8);
  // The checksum counts its own field as spaces.
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (stored !== sum) throw invalid('no tar header: the checksum is wrong', offset);
}

function number(pax: Buffer | undefined, header: Buffer, start: number, length: number, offset: number): number {
  const field = pax?.toString('latin1') ?? text(header, start, length).trim();
  // GNU writes numbers that do not fit as binary, marked by the top bit.
  const binary = !pax && ((header[start] ?? 0) & 0x80) !== 0;
  const digits = header.subarray(start + 1, start + length);
  const value = binary
    ? digits.reduce((total, byte) => total * 256 + byte, 0)
    : (pax ? /^\d+$/ : /^[0-7]*$/).test(field)
      ? Number.parseInt(field || '0', pax ? 10 : 8)
      : Number.NaN;
  if (!Number.isSafeInteger(value)) throw invalid(`number ${JSON.stringify(field)}: expected an octal number`, offset);
  return value;
}

function ustarPath(header: Buffer): string {
  const prefix = text(header, 257, 5) === 'ustar' && header[262] === 0 ? text(header, 345, 155) : '';
  return (prefix ? `${prefix}/` : '') + text(header, 0, 100);
}

function text(bytes: Buffer, start: number, length: number): string {
  const end = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, end < 0 ? start + length : Math.min(end, start + length));
}

function invalid(message: string, offset: number): CapsError {
  return new CapsError('ERR_LAYER_INVALID', `${message}, at offset ${offset}`, { offset });
}
