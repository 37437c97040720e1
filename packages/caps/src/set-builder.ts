import { CapabilitySet } from './set.js';

/** The two halves of a set while a parser is still changing them. */
export class SetBuilder {
  low = 0;
  high = 0;

  clear(): void {
    this.low = 0;
    this.high = 0;
  }

  add(bit: number): void {
    if (bit < 32) this.low |= 1 << bit;
    else this.high |= 1 << (bit - 32);
  }

  addAll(other: { readonly low: number; readonly high: number }): void {
    this.low |= other.low;
    this.high |= other.high;
  }

  removeAll(other: { readonly low: number; readonly high: number }): void {
    this.low &= ~other.low;
    this.high &= ~other.high;
  }

  build(): CapabilitySet {
    return CapabilitySet.fromWords(this.low, this.high);
  }
}
