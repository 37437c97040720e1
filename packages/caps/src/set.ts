import { type CapabilityName, capabilityNames, nameOfBit } from './capability-names.js';
import { CapsError, quoted } from './errors.js';
import { decodeHex, formatHex } from './hex.js';
import { bitOf } from './lookup.js';

/** A capability by libcap name, manifest name (`NET_RAW`), or number 0–63. */
export type CapabilityLike = CapabilityName | (string & {}) | number;

const namedHigh = 2 ** (capabilityNames.length - 32) - 1;

/** An immutable set of up to 64 capabilities; iterates over names, and over decimal numbers for bits without a name. */
export class CapabilitySet implements Iterable<string> {
  /** No capability. */
  static readonly empty: CapabilitySet = new CapabilitySet(0, 0);

  /** Bits 0–31 as an unsigned integer. */
  readonly low: number;
  /** Bits 32–63 as an unsigned integer. */
  readonly high: number;

  private constructor(low: number, high: number) {
    this.low = low >>> 0;
    this.high = high >>> 0;
    Object.freeze(this);
  }

  /** The set with these two 32-bit halves; bits beyond 32 are cut off, as `>>> 0` does. */
  static fromWords(low: number, high: number): CapabilitySet {
    return new CapabilitySet(low, high);
  }

  /** The set of a mask as /proc prints it: 1–16 hex digits, `0x` allowed. @throws CapsError ERR_MASK_INVALID with `offset` */
  static fromHex(hex: string): CapabilitySet {
    return decodeHex(hex, CapabilitySet.fromWords);
  }

  /** The set of a mask of 0 to 2⁶⁴−1. @throws CapsError ERR_MASK_INVALID */
  static fromBigInt(mask: bigint): CapabilitySet {
    if (typeof mask !== 'bigint' || mask < 0n || mask > 0xffff_ffff_ffff_ffffn) {
      throw new CapsError('ERR_MASK_INVALID', `mask ${quoted(mask)}: expected a bigint from 0 to 2^64-1`);
    }
    return new CapabilitySet(Number(mask & 0xffff_ffffn), Number(mask >> 32n));
  }

  /** The set of these capabilities; manifest names and numbers are accepted too. @throws CapsError ERR_CAPABILITY_UNKNOWN */
  static fromNames(names: Iterable<CapabilityLike>): CapabilitySet {
    let low = 0;
    let high = 0;
    for (const name of names) {
      const bit = bitOf(name);
      if (bit < 32) low |= 1 << bit;
      else high |= 1 << (bit - 32);
    }
    return new CapabilitySet(low, high);
  }

  /** Every capability that a kernel with this last capability knows; default 40, Linux 5.9 and later. */
  static all(lastCap = capabilityNames.length - 1): CapabilitySet {
    const bits = lastCap + 1;
    return new CapabilitySet(bits >= 32 ? -1 : 2 ** bits - 1, bits >= 64 ? -1 : bits > 32 ? 2 ** (bits - 32) - 1 : 0);
  }

  /** Whether the capability is in the set. @throws CapsError ERR_CAPABILITY_UNKNOWN for what is no capability */
  has(capability: CapabilityLike): boolean {
    const bit = bitOf(capability);
    return ((bit < 32 ? this.low >>> bit : this.high >>> (bit - 32)) & 1) === 1;
  }

  /** The names in the set, ascending by number; bits without a name are in `unknownBits`. */
  get names(): CapabilityName[] {
    const names: CapabilityName[] = [];
    for (let bit = 0, word = this.low | 0; word !== 0; bit++, word >>>= 1) {
      if (word & 1) names.push(capabilityNames[bit] as CapabilityName);
    }
    for (let bit = 32, word = this.high & namedHigh; word !== 0; bit++, word >>>= 1) {
      if (word & 1) names.push(capabilityNames[bit] as CapabilityName);
    }
    return names;
  }

  /** Bits that are set but have no name in this version, ascending. */
  get unknownBits(): number[] {
    return this.bits.filter((bit) => bit >= capabilityNames.length);
  }

  /** All set bits, ascending. */
  get bits(): number[] {
    const bits: number[] = [];
    for (let bit = 0; bit < 64; bit++) if (this.has(bit)) bits.push(bit);
    return bits;
  }

  /** How many capabilities are in the set. */
  get size(): number {
    return this.bits.length;
  }

  get isEmpty(): boolean {
    return this.low === 0 && this.high === 0;
  }

  /** 16 lower-case hex digits, as /proc prints them. */
  toHex(): string {
    return formatHex(this.low, this.high);
  }

  toBigInt(): bigint {
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  union(other: CapabilitySet): CapabilitySet {
    return new CapabilitySet(this.low | other.low, this.high | other.high);
  }

  intersect(other: CapabilitySet): CapabilitySet {
    return new CapabilitySet(this.low & other.low, this.high & other.high);
  }

  minus(other: CapabilitySet): CapabilitySet {
    return new CapabilitySet(this.low & ~other.low, this.high & ~other.high);
  }

  isSubsetOf(other: CapabilitySet): boolean {
    return (this.low & ~other.low) === 0 && (this.high & ~other.high) === 0;
  }

  equals(other: CapabilitySet): boolean {
    return this.low === other.low && this.high === other.high;
  }

  *[Symbol.iterator](): IterableIterator<string> {
    for (const bit of this.bits) yield nameOfBit(bit);
  }

  toString(): string {
    return [...this].join(',');
  }

  toJSON(): { hex: string; names: string[]; unknownBits: number[] } {
    return { hex: this.toHex(), names: this.names, unknownBits: this.unknownBits };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `CapabilitySet(${this.toHex()}${this.isEmpty ? '' : ` ${this}`})`;
  }
}
