import { describe, expect, it } from 'vitest';
import { CapabilitySet, decodeSecurebits, diffCapabilities, presets } from './index.js';

describe('decodeSecurebits', () => {
  const off = { set: false, locked: false };
  const on = { set: true, locked: false };
  const none = {
    noRoot: off,
    noSetuidFixup: off,
    keepCaps: off,
    noAmbientRaise: off,
    execRestrictFile: off,
    execDenyInteractive: off,
  };

  it.each([
    [0, {}],
    [0x1, { noRoot: on }],
    [0x2, { noRoot: { set: false, locked: true } }],
    [0x4, { noSetuidFixup: on }],
    [0x10, { keepCaps: on }],
    [0xc0, { noAmbientRaise: { set: true, locked: true } }],
    [0x100, { execRestrictFile: on }],
    [0x400, { execDenyInteractive: on }],
  ])('0x%s', (value, flags) => {
    expect(decodeSecurebits(value)).toEqual({ value, ...none, ...flags, unknownBits: [] });
  });

  it('lists the bits of kernels to come', () => {
    expect(decodeSecurebits(0x8000_1001)).toEqual({ value: 0x8000_1001, ...none, noRoot: on, unknownBits: [12, 31] });
  });

  it.each([-1, 2 ** 32, 1.5, Number.NaN, '1'])('refuses %s', (value) => {
    expect(() => decodeSecurebits(value as number)).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTION_INVALID',
        message: `securebits ${typeof value === 'string' ? '"1"' : value}: expected an integer from 0 to 2^32-1`,
      }),
    );
  });
});

describe('diffCapabilities', () => {
  const set = CapabilitySet.fromNames(['net_bind_service', 'sys_admin']);

  it('names what a set has beyond a preset, and what it lacks', () => {
    const { extra, missing } = diffCapabilities(set, 'restricted');
    expect([`${extra}`, `${missing}`]).toEqual(['cap_sys_admin', '']);
    const docker = diffCapabilities(set, presets.docker);
    expect([`${docker.extra}`, docker.missing.size]).toEqual(['cap_sys_admin', 13]);
  });

  it.each(['dockr', 'toString', '', undefined])('refuses the preset %s', (preset) => {
    expect(() => diffCapabilities(set, preset as 'docker')).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTION_INVALID',
        message: expect.stringContaining(
          'expected one of docker, containerd, cri-o, podman, baseline, restricted, all, none',
        ),
      }),
    );
  });
});
