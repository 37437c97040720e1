import { describe, expect, test } from 'vitest';
import { matchesClientName } from './client-names.js';
import { subjectAltNames } from './subject-alt-names.js';

const NONE = { dnsNames: [], uris: [], ipAddresses: [], emails: [] };
const SHOP = 'spiffe://t/ns/shop/*';

describe('a name is compared with names of its own kind', () => {
  test.each([
    ['a URI', SHOP, { ...NONE, uris: ['spiffe://t/ns/shop/sa/x'] }, true],
    ['a URI as a DNS name', SHOP, { ...NONE, dnsNames: ['spiffe://t/ns/shop/x'] }, false],
    ['a URI as an email', SHOP, { ...NONE, emails: ['spiffe://t/ns/shop/x'] }, false],
    ['two URIs, of which one fits', SHOP, { ...NONE, uris: ['spiffe://t/ns/shop/x', 'spiffe://t/ns/other'] }, false],
    ['a path that climbs out', SHOP, { ...NONE, uris: ['spiffe://t/ns/shop/../other'] }, false],
    ['a path with an escaped dot', SHOP, { ...NONE, uris: ['spiffe://t/ns/shop/%2e%2e/other'] }, false],
    ['an empty segment', SHOP, { ...NONE, uris: ['spiffe://t/ns/shop//x'] }, false],
    ['a DNS name', 'billing.shop', { ...NONE, dnsNames: ['billing.shop'] }, true],
    ['a DNS name as an email', 'billing.shop', { ...NONE, emails: ['billing.shop'] }, false],
    ['an IP address', '10.0.0.1', { ...NONE, ipAddresses: ['10.0.0.1'] }, true],
    ['an IP address as a DNS name', '10.0.0.1', { ...NONE, dnsNames: ['10.0.0.1'] }, false],
    ['an email', 'ops@shop', { ...NONE, emails: ['ops@shop'] }, true],
  ])('%s', (_, pattern, names, expected) => {
    expect(matchesClientName(pattern, names)).toBe(expected);
  });
});

test('a kind that only objects have is no kind', () => {
  expect(subjectAltNames('constructor:x')).toEqual(NONE);
});
