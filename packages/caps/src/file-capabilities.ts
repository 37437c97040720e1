import { CapsError, quoted } from './errors.js';
import { CapabilitySet } from './set.js';
import type { CapabilityState } from './text-parser.js';

/** What a file's `security.capability` attribute says (capabilities(7), linux/capability.h). */
export interface FileCapabilities {
  /** Format 1 has 32 bits, 2 has 64, 3 adds `rootid`. */
  readonly version: 1 | 2 | 3;
  readonly permitted: CapabilitySet;
  readonly inheritable: CapabilitySet;
  /** One flag for the whole file: what exec permits becomes effective at once. */
  readonly effective: boolean;
  /** Version 3 only: the uid, unsigned, that is root in the user namespace for which the file counts. */
  readonly rootid?: number;
}

/** File capabilities to encode; `version` is 3 with a `rootid`, otherwise 2. */
export type FileCapabilitiesInput = Omit<FileCapabilities, 'version'> & { readonly version?: 1 | 2 | 3 };

const lengths = { 1: 12, 2: 20, 3: 24 } as const;
const effectiveFlag = 1;

/**
 * Reads `security.capability`: bytes, hex (with or without `0x`), or base64 (with or without `0s`, as getfattr prints).
 * @throws CapsError ERR_FILE_CAPABILITIES_INVALID
 */
export function decodeFileCapabilities(value: Uint8Array | string): FileCapabilities {
  const bytes = toBytes(value);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) throw invalid(value, `${bytes.length} bytes, expected 12, 20 or 24`);
  const magic = view.getUint32(0, true);
  const version = magic >>> 24;
  if (version !== 1 && version !== 2 && version !== 3) {
    throw invalid(value, `unknown version ${version}, expected 1, 2 or 3`, 3);
  }
  if (bytes.length !== lengths[version]) {
    throw invalid(value, `${bytes.length} bytes, expected ${lengths[version]} for version ${version}`);
  }
  if ((magic & 0xffffff & ~effectiveFlag) !== 0)
    throw invalid(value, 'unknown flags: only the effective bit is defined', 0);
  const high = (offset: number) => (version === 1 ? 0 : view.getUint32(offset, true));
  return {
    version,
    permitted: CapabilitySet.fromWords(view.getUint32(4, true), high(12)),
    inheritable: CapabilitySet.fromWords(view.getUint32(8, true), high(16)),
    effective: (magic & effectiveFlag) === 1,
    ...(version === 3 && { rootid: view.getUint32(20, true) }),
  };
}

/** Writes the attribute's bytes. @throws CapsError ERR_FILE_CAPABILITIES_INVALID for what the version cannot hold */
export function encodeFileCapabilities(capabilities: FileCapabilitiesInput): Uint8Array;
/** Writes the attribute as `setfattr -v` takes it: `0x…` or `0s…`. */
export function encodeFileCapabilities(capabilities: FileCapabilitiesInput, encoding: 'hex' | 'base64'): string;
export function encodeFileCapabilities(
  capabilities: FileCapabilitiesInput,
  encoding?: 'hex' | 'base64',
): Uint8Array | string {
  const { permitted, inheritable, effective, rootid, version = rootid === undefined ? 2 : 3 } = capabilities;
  if (!(version in lengths)) throw refuse(`version ${quoted(version)}: expected 1, 2 or 3`);
  if (version === 1 && permitted.high + inheritable.high > 0) throw refuse('version 1 holds capabilities 0 to 31 only');
  if ((version === 3) !== (rootid !== undefined)) throw refuse('rootid belongs to version 3, and version 3 needs it');
  if (rootid !== undefined && !(Number.isInteger(rootid) && rootid >= 0 && rootid <= 0xffff_ffff)) {
    throw refuse(`rootid ${quoted(rootid)}: expected an integer from 0 to 2^32-1`);
  }
  const bytes = Buffer.alloc(lengths[version]);
  bytes.writeUInt32LE(((version << 24) | (effective ? effectiveFlag : 0)) >>> 0, 0);
  bytes.writeUInt32LE(permitted.low, 4);
  bytes.writeUInt32LE(inheritable.low, 8);
  if (version > 1) {
    bytes.writeUInt32LE(permitted.high, 12);
    bytes.writeUInt32LE(inheritable.high, 16);
  }
  if (rootid !== undefined) bytes.writeUInt32LE(rootid, 20);
  if (encoding === 'hex') return `0x${bytes.toString('hex')}`;
  return encoding === 'base64' ? `0s${bytes.toString('base64')}` : new Uint8Array(bytes);
}

/** The file's sets as getcap prints them with `formatCapText`: effective is permitted and inheritable, or nothing. */
export function fileCapabilityState({ permitted, inheritable, effective }: FileCapabilities): CapabilityState {
  return { permitted, inheritable, effective: effective ? permitted.union(inheritable) : CapabilitySet.empty };
}

function toBytes(value: Uint8Array | string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string') throw invalid(value, 'expected bytes, hex or base64');
  if (value.length > 64) throw invalid(value, `${value.length} characters, expected at most 24 bytes as hex or base64`);
  const [, prefix, digits = ''] = /^(0x|0X|0s|0S)?(.*)$/s.exec(value) ?? [];
  const bare = prefix === undefined;
  // Without a prefix the length decides: base64 of 12, 20 or 24 bytes is shorter than their hex.
  const hex = bare ? [24, 40, 48].includes(digits.length) : /x/i.test(prefix);
  if (hex && /^(?:[0-9a-f]{2})*$/i.test(digits)) return Buffer.from(digits, 'hex');
  if (!hex && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(==)?|[A-Za-z0-9+/]{3}=?)?$/.test(digits))
    return Buffer.from(digits, 'base64');
  throw invalid(value, `not ${hex ? 'hex' : 'hex or base64'}`);
}

function invalid(value: unknown, why: string, offset?: number): CapsError {
  const shown = value instanceof Uint8Array ? `0x${Buffer.from(value.subarray(0, 24)).toString('hex')}` : value;
  const message = `security.capability ${quoted(shown)}: ${why}`;
  return new CapsError('ERR_FILE_CAPABILITIES_INVALID', message, offset === undefined ? {} : { offset });
}

function refuse(why: string): CapsError {
  return new CapsError('ERR_FILE_CAPABILITIES_INVALID', `security.capability: ${why}`);
}
