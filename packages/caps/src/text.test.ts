import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapabilitySet, formatCapText, formatIab, parseCapText, parseIab } from './index.js';

const sets = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((mask) => CapabilitySet.fromBigInt(mask));
const lastCaps = fc.integer({ min: 0, max: 63 });

describe('capability text', () => {
  it('parses back what it wrote, whatever the kernel', () => {
    const states = fc.record({ effective: sets, permitted: sets, inheritable: sets });
    fc.assert(
      fc.property(states, lastCaps, (state, lastCap) => {
        expect(parseCapText(formatCapText(state, { lastCap }), { lastCap })).toEqual(state);
      }),
    );
  });

  it.each([
    ['', '='],
    ['=', '='],
    ['all=', '='],
    ['=ep', '=ep'],
    ['=ep cap_sys_resource-ep', '=ep cap_sys_resource-ep'],
    ['= cap_chown+ep', 'cap_chown=ep'],
    ['CAP_NET_RAW,13=p', 'cap_net_raw=p'],
    ['41=p', '= 41+p'],
    ['010=e 0x8+e', 'cap_setpcap=e'],
    ['45,all=p', '=p'],
    ['all,45=p', '=p 45+p'],
  ])('reads %j as %j', (text, canonical) => {
    expect(formatCapText(parseCapText(text))).toBe(canonical);
  });

  it('prints a name beyond the kernel by name, as libcap does', () => {
    expect(formatCapText(parseCapText('cap_bpf=p', { lastCap: 37 }), { lastCap: 37 })).toBe('= cap_bpf+p');
  });

  it.each([
    ['cap_chown', 9, "expected ',', '=', '+' or '-'"],
    ['chown=ep', 0, 'expected a name'],
    ['cap_chown,=ep', 10, 'expected a name'],
    ['cap_chown =ep', 9, "expected ',', '=', '+' or '-'"],
    ['cap_chown==ep', 10, 'expected e, i, p'],
    ['=p=e', 2, 'expected e, i, p'],
    ['cap_chown+', 10, 'expected e, i or p, got the end'],
    ['cap_chown=+', 11, 'expected e, i or p'],
    ['64=p', 0, 'number from 0 to 63'],
    ['08=p', 0, 'number from 0 to 63'],
    ['cap_chown=P', 10, 'expected e, i, p'],
    ['=ep-e', 3, 'without a list'],
    ['=+ep', 1, 'without a list'],
    ['+ep', 0, 'expected a list'],
    ['cap_kill=ep a;b', 12, 'expected a name'],
  ])('refuses %j at offset %i', (text, offset, says) => {
    expect(() => parseCapText(text)).toThrow(
      expect.objectContaining({ code: 'ERR_TEXT_INVALID', offset, message: expect.stringContaining(says) }),
    );
  });

  it.each([-1, 64, 1.5, Number.NaN, '40'])('refuses lastCap %s', (lastCap) => {
    expect(() => parseCapText('', { lastCap: lastCap as number })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION_INVALID' }),
    );
  });
});

describe('IAB', () => {
  it('parses back what it wrote, as far as the kernel goes', () => {
    fc.assert(
      fc.property(sets, sets, sets, lastCaps, (inheritable, ambient, blocked, lastCap) => {
        const within = CapabilitySet.all(lastCap);
        expect(parseIab(formatIab({ inheritable, ambient, blocked }, { lastCap }))).toEqual({
          inheritable: inheritable.union(ambient).intersect(within),
          ambient: ambient.intersect(within),
          blocked: blocked.intersect(within),
        });
      }),
    );
  });

  it.each([
    ['!cap_chown,^cap_kill,%cap_setuid,', '!cap_chown,^cap_kill,cap_setuid'],
    ['%!cap_chown', '!%cap_chown'],
    ['^!cap_chown,!', '!^cap_chown'],
    ['', ''],
  ])('reads %j as %j', (text, canonical) => {
    expect(formatIab(parseIab(text))).toBe(canonical);
  });

  it.each([
    ['all', 0, `expected '!', '^', '%', a name such as cap_net_raw or a number from 0 to 63, got "all"`],
    ['cap_chown, cap_kill', 10, 'from 0 to 63, got " cap_kill"'],
    ['cap_chown,,cap_kill', 10, 'from 0 to 63, got ",cap_kill"'],
    ['cap_chown cap_kill', 9, `expected ',' or the end, got " cap_kill"`],
    ['!64', 1, 'from 0 to 63, got "64"'],
    [`^${'x'.repeat(100)}`, 1, `got "${'x'.repeat(24)}" at offset 1`],
  ])('refuses %j at offset %i', (text, offset, says) => {
    expect(() => parseIab(text)).toThrow(
      expect.objectContaining({ code: 'ERR_IAB_INVALID', offset, message: expect.stringContaining(says) }),
    );
  });

  it.each([undefined, 5, {}])('refuses %j, which is no text', (text) => {
    const message = expect.stringMatching(/^IAB .*: expected a string/);
    expect(() => parseIab(text as never)).toThrow(expect.objectContaining({ code: 'ERR_IAB_INVALID', message }));
  });
});
