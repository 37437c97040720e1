import { describe, expect, it } from 'vitest';
import { virtualHostFor } from './resource-messages.js';

const host = (...domains: string[]) => ({ domains, clusters: [] });

describe('virtualHostFor', () => {
  it.each([
    ['an exact name first', [host('*'), host('greeter'), host('gree*')], 'greeter', 1],
    ['a suffix before a prefix', [host('greeter*'), host('*.shop')], 'greeter.shop', 1],
    ['the longer suffix', [host('*.shop'), host('*r.shop')], 'greeter.shop', 1],
    ['the longer prefix', [host('g*'), host('greet*')], 'greeter', 1],
    ['everything last', [host('other'), host('*')], 'greeter', 1],
    ['whatever the case', [host('Greeter')], 'gREETER', 0],
  ] as const)('%s', (_, hosts, authority, index) => {
    expect(virtualHostFor(hosts, authority)).toBe(hosts[index]);
  });

  it('nothing when nothing matches', () => {
    expect(virtualHostFor([host('greeter.shop', '*.other')], 'greeter')).toBeUndefined();
  });
});
