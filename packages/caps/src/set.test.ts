import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapabilitySet, capabilityNames, decodeMask } from './index.js';

const masks = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe('CapabilitySet', () => {
  it('decodes the default mask of Docker', () => {
    const set = decodeMask('00000000a80425fb');
    expect(set.names).toHaveLength(14);
    expect(set.has('cap_net_raw')).toBe(true);
    expect(set.has('NET_RAW')).toBe(true);
    expect(set.has(21)).toBe(false);
    expect(set.toHex()).toBe('00000000a80425fb');
    expect(JSON.parse(JSON.stringify(set))).toEqual({ hex: '00000000a80425fb', names: set.names, unknownBits: [] });
  });

  it('keeps every mask through hex, bigint, names and iteration', () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const set = CapabilitySet.fromBigInt(mask);
        expect(set.toBigInt()).toBe(mask);
        expect(CapabilitySet.fromHex(set.toHex()).toBigInt()).toBe(mask);
        expect(CapabilitySet.fromNames(set).toBigInt()).toBe(mask);
        expect(set.names.length + set.unknownBits.length).toBe(set.size);
      }),
    );
  });

  it('agrees with bigint arithmetic', () => {
    fc.assert(
      fc.property(masks, masks, fc.integer({ min: 0, max: 63 }), (a, b, bit) => {
        const [x, y] = [CapabilitySet.fromBigInt(a), CapabilitySet.fromBigInt(b)];
        expect(x.union(y).toBigInt()).toBe(a | b);
        expect(x.intersect(y).toBigInt()).toBe(a & b);
        expect(x.minus(y).toBigInt()).toBe(a & ~b);
        expect(x.isSubsetOf(y)).toBe((a & ~b) === 0n);
        expect(x.equals(y)).toBe(a === b);
        expect(x.has(bit)).toBe(((a >> BigInt(bit)) & 1n) === 1n);
      }),
    );
  });

  it('is told apart by either half alone', () => {
    const half = fc.constantFrom(0, 1, 0x8000_0000, 0xffff_ffff);
    fc.assert(
      fc.property(half, half, half, half, (lowA, highA, lowB, highB) => {
        const [a, b] = [CapabilitySet.fromWords(lowA, highA), CapabilitySet.fromWords(lowB, highB)];
        expect(a.equals(b)).toBe(a.toBigInt() === b.toBigInt());
        expect(a.isSubsetOf(b)).toBe((a.toBigInt() & ~b.toBigInt()) === 0n);
        expect(a.isEmpty).toBe(a.toBigInt() === 0n);
      }),
    );
  });

  it('names each bit by its own name, or says that it has none', () => {
    for (let bit = 0; bit < 64; bit++) {
      const set = CapabilitySet.fromNames([bit]);
      const name = capabilityNames[bit];
      expect(set.toBigInt()).toBe(2n ** BigInt(bit));
      expect(set.names).toEqual(name === undefined ? [] : [name]);
      expect(set.unknownBits).toEqual(name === undefined ? [bit] : []);
      expect(CapabilitySet.fromNames([String(bit)]).equals(set)).toBe(true);
    }
  });

  it('prints as names, and with its mask in a debugger', () => {
    expect(`${decodeMask('21')}`).toBe('cap_chown,cap_kill');
    expect(inspect(decodeMask('21'))).toBe('CapabilitySet(0000000000000021 cap_chown,cap_kill)');
    expect(inspect(CapabilitySet.empty)).toBe('CapabilitySet(0000000000000000)');
  });

  it('knows what "all" means on each kernel', () => {
    expect([36, 37, 39, 40, 63, 31, 0].map((lastCap) => CapabilitySet.all(lastCap).toBigInt())).toEqual(
      [36n, 37n, 39n, 40n, 63n, 31n, 0n].map((lastCap) => 2n ** (lastCap + 1n) - 1n),
    );
    expect(CapabilitySet.all().size).toBe(capabilityNames.length);
  });

  it('cannot be changed', () => {
    const set = decodeMask('1');
    expect(() => Object.assign(set, { low: 2 })).toThrow(TypeError);
  });

  it.each([
    ['NET_RAV', 'unknown capability "NET_RAV": did you mean cap_net_raw?'],
    ['net_rawxyz', 'did you mean cap_net_raw?'],
    ['net_rawwxyz', 'expected a name such as cap_net_raw or NET_RAW, or a number from 0 to 63'],
    ['chozz', 'did you mean cap_chown?'],
    ['chxxxx', 'expected a name'],
    ['raw_cap_net', 'expected a name'],
    ['64', 'expected a name'],
    ['100', 'expected a name'],
    ['07', 'expected a name'],
    ['7x', 'expected a name'],
    ['x7', 'expected a name'],
    ['', 'expected a name'],
    [64, 'from 0 to 63'],
    [-1, 'from 0 to 63'],
    [1.5, 'from 0 to 63'],
    ['cap_'.repeat(100_000), 'expected a name'],
  ])('refuses the capability %s', (name, says) => {
    expect(() => CapabilitySet.fromNames([name])).toThrow(
      expect.objectContaining({ code: 'ERR_CAPABILITY_UNKNOWN', message: expect.stringContaining(says) }),
    );
  });
});

describe('decodeMask', () => {
  it.each([
    ['', 0],
    ['0x', 2],
    ['-1', 0],
    [' 1', 0],
    ['12zz', 2],
    ['1\n', 1],
    ['1,2', 1],
    ['10000000000000000', 16],
    ['0x10000000000000000', 18],
    ['١', 0],
  ])('refuses %j at offset %i', (mask, offset) => {
    expect(() => decodeMask(mask)).toThrow(expect.objectContaining({ code: 'ERR_MASK_INVALID', offset }));
  });

  it.each([
    ['12zz', 'mask "12zz": expected a hex digit, got "z" at offset 2'],
    ['0x', 'mask "0x": expected 1 to 16 hex digits at offset 2'],
    ['1x1', 'mask "1x1": expected a hex digit, got "x" at offset 1'],
    ['0'.repeat(17), 'mask "00000000000000000": expected at most 16 hex digits (64 bits) at offset 16'],
  ])('says of %j what is wrong', (mask, message) => {
    expect(() => decodeMask(mask)).toThrow(expect.objectContaining({ message }));
  });

  it.each([-1n, 2n ** 64n])('refuses %d', (mask) => {
    const message = `mask ${mask}: expected a bigint from 0 to 2^64-1`;
    expect(() => decodeMask(mask)).toThrow(expect.objectContaining({ code: 'ERR_MASK_INVALID', message }));
    expect(() => CapabilitySet.fromBigInt(5 as never)).toThrow(expect.objectContaining({ code: 'ERR_MASK_INVALID' }));
  });

  it.each([undefined, null, 5, {}, []])('refuses %j, which is neither text nor bigint', (mask) => {
    expect(() => decodeMask(mask as unknown as string)).toThrow(expect.objectContaining({ code: 'ERR_MASK_INVALID' }));
  });

  it.each(['ffffffffffffffff', 'FFFFFFFFFFFFFFFF', '0xFfffffffffffffff', '0XffffFFFFffffffff'])(
    'accepts %s',
    (mask) => {
      expect(decodeMask(mask).size).toBe(64);
    },
  );
});
