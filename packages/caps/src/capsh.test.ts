import { describe, expect, it } from 'vitest';
import { formatCapsh } from './index.js';

describe('formatCapsh', () => {
  it.each(['0', '', 'zz', '0x', ' ', '-', '0xg'])('prints the empty set for %j', (input) => {
    expect(formatCapsh(input)).toBe('0x0000000000000000=');
  });

  it.each([
    ['12zz', '0x0000000000000012=cap_dac_override,cap_fsetid'],
    ['1,2', '0x0000000000000001=cap_chown'],
    ['\t +0X400', '0x0000000000000400=cap_net_bind_service'],
    ['20000000000', '0x0000020000000000=41'],
    ['-ffffffffffffffff', '0x0000000000000001=cap_chown'],
  ])('prints for %j %s', (input, line) => {
    expect(formatCapsh(input)).toBe(line);
  });

  it.each(['-1', '10000000000000000', '-10000000000000000'])('prints all 64 bits for %s', (input) => {
    expect(formatCapsh(input)).toMatch(/^0xf{16}=cap_chown,.*cap_checkpoint_restore,41,42,.*,63$/);
  });
});
