import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CapabilitySet,
  decodeFileCapabilities,
  encodeFileCapabilities,
  type FileCapabilities,
  fileCapabilityState,
  formatCapText,
} from './index.js';

const words = fc.integer({ min: 0, max: 0xffff_ffff });
const capabilities = fc.oneof(
  fc.record({
    version: fc.constant(1 as const),
    permitted: words.map(low),
    inheritable: words.map(low),
    effective: fc.boolean(),
  }),
  fc.record({ version: fc.constant(2 as const), permitted: sets(), inheritable: sets(), effective: fc.boolean() }),
  fc.record({
    version: fc.constant(3 as const),
    permitted: sets(),
    inheritable: sets(),
    effective: fc.boolean(),
    rootid: words,
  }),
);

function low(word: number): CapabilitySet {
  return CapabilitySet.fromWords(word, 0);
}

function sets() {
  return fc.tuple(words, words).map(([a, b]) => CapabilitySet.fromWords(a, b));
}

describe('file capabilities', () => {
  it('decode what they encode, as bytes, hex and base64', () => {
    fc.assert(
      fc.property(capabilities, (value: FileCapabilities) => {
        const bytes = encodeFileCapabilities(value);
        const hex = encodeFileCapabilities(value, 'hex');
        const base64 = encodeFileCapabilities(value, 'base64');
        for (const each of [bytes, hex, base64, hex.slice(2), base64.slice(2), hex.toUpperCase().replace('X', 'x')]) {
          expect(decodeFileCapabilities(each)).toEqual(value);
        }
      }),
    );
  });

  it.each([
    ['0x0100000200200000000000000000000000000000', 'cap_net_raw=ep'],
    ['010000020000000000000000c000000000000000', 'cap_perfmon,cap_bpf=ep'],
    ['0x01000002ffffffff00000000ff01000000000000', '=ep'],
    ['0x000000020020000000000000000000000000000', undefined],
    ['0x000000010020000000000000', 'cap_net_raw=p'],
    ['0x0100000300200000000000000000000000000000e8030000', 'cap_net_raw=ep'],
  ])('reads %s as %s', (value, text) => {
    if (text === undefined) expect(() => decodeFileCapabilities(value)).toThrow(/not hex/);
    else expect(formatCapText(fileCapabilityState(decodeFileCapabilities(value)))).toBe(text);
  });

  it('keeps a rootid unsigned', () => {
    const value = { permitted: low(1), inheritable: low(0), effective: false, rootid: 4294967294 };
    expect(decodeFileCapabilities(encodeFileCapabilities(value)).rootid).toBe(4294967294);
  });

  it.each([
    ['', '0 bytes'],
    ['zz', '1 bytes'],
    ['0x', '0 bytes'],
    [`0x01000004${'0'.repeat(32)}`, 'unknown version 4'],
    [`0x01000002${'0'.repeat(24)}`, 'expected 20 for version 2'],
    [`0x03000002${'0'.repeat(32)}`, 'unknown flags'],
    ['é'.repeat(20), 'not hex'],
    ['0'.repeat(100_000), 'at most 24 bytes'],
  ])('refuses wrong value %#', (value, says) => {
    expect(() => decodeFileCapabilities(value)).toThrow(
      expect.objectContaining({ code: 'ERR_FILE_CAPABILITIES_INVALID', message: expect.stringContaining(says) }),
    );
  });

  it.each([
    [{ version: 1 as const, permitted: CapabilitySet.fromNames(['cap_bpf']) }, '0 to 31'],
    [{ version: 2 as const, rootid: 5 }, 'rootid belongs to version 3'],
    [{ version: 3 as const }, 'version 3 needs it'],
    [{ rootid: -1 }, 'from 0 to 2^32-1'],
    [{ version: 4 as never }, 'expected 1, 2 or 3'],
  ])('does not encode %j', (wrong, says) => {
    const value = { permitted: low(1), inheritable: low(0), effective: true, ...wrong };
    expect(() => encodeFileCapabilities(value)).toThrow(
      expect.objectContaining({ code: 'ERR_FILE_CAPABILITIES_INVALID', message: expect.stringContaining(says) }),
    );
  });
});
