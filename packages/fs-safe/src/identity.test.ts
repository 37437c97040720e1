import { expect, test } from 'vitest';
import { type Identity, modeAllows } from './identity.js';

const nonroot: Identity = { uid: 65532, gid: 65532, groups: [2000], capabilities: 0n };
const dir = (uid: number, gid: number, mode: number) => ({ uid, gid, mode });

test.each([
  ['owner', dir(65532, 0, 0o700), true, true],
  ['owner, without x', dir(65532, 0, 0o600), false, false],
  ['owner bits come first, even when others may', dir(65532, 0, 0o077), false, false],
  ['primary group', dir(0, 65532, 0o070), true, true],
  ['supplementary group, as fsGroup gives it', dir(0, 2000, 0o2770), true, true],
  ['group that may search only', dir(0, 2000, 0o710), false, true],
  ['others', dir(0, 0, 0o777), true, true],
  ['others, without w', dir(0, 0, 0o755), false, true],
])('%s', (_, stat, write, search) => {
  expect(modeAllows(stat, nonroot, 'write')).toBe(write);
  expect(modeAllows(stat, nonroot, 'search')).toBe(search);
});

test('capabilities override mode bits, uid 0 alone does not', () => {
  const closed = dir(1000, 1000, 0o700);
  const as = (uid: number, capabilities: bigint | undefined) => ({ ...nonroot, uid, capabilities });
  expect(modeAllows(closed, as(0, 0n), 'write')).toBe(false);
  expect(modeAllows(closed, as(65532, 1n << 1n), 'write')).toBe(true);
  expect(modeAllows(closed, as(65532, 1n << 2n), 'write')).toBe(false);
  expect(modeAllows(closed, as(65532, 1n << 2n), 'search')).toBe(true);
  expect(modeAllows(closed, as(0, undefined), 'write')).toBe(true);
});
