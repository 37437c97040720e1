import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTarget } from '../target.js';
import { dnsServerOf } from './dns-server-address.js';

test.each([
  ['dns:///x:1', undefined],
  ['dns://10.0.0.10/x:1', '10.0.0.10:53'],
  ['dns://10.0.0.10:5353/x:1', '10.0.0.10:5353'],
  ['srv://[fd00::a]/_grpc._tcp.x', '[fd00::a]:53'],
  ['srv://[fd00::a]:5353/_grpc._tcp.x', '[fd00::a]:5353'],
])('%s asks %s', (text, server) => {
  expect(dnsServerOf(parseTarget(text))).toBe(server);
});

test.each([
  ['dns://kube-dns:53/x:1', 'DNS server "kube-dns" is not an IP address, and names need a server to be looked up'],
  ['dns://10.0.0.10:0/x:1', '"10.0.0.10:0" has no port from 1 to 65535'],
  ['dns://::1/x:1', '"::1" is not name:port, address:port or [IPv6]:port'],
])('refuses %s', (text, message) => {
  const ask = () => dnsServerOf(parseTarget(text));
  expect(ask).toThrow(expect.objectContaining({ code: 'ERR_TARGET_INVALID' }));
  expect(ask).toThrow(message);
  expect(ask).toThrow(`target ${JSON.stringify(text)}`);
});

test('every address with every port is understood, and reads the same again', () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(address, fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined }), (host, port) => {
      const written = isIPv6(host) ? `[${host}]` : host;
      const server = dnsServerOf(parseTarget(`dns://${written}${port === undefined ? '' : `:${port}`}/x:1`));
      expect(server).toBe(`${written}:${port ?? 53}`);
      expect(dnsServerOf(parseTarget(`dns://${server}/x:1`))).toBe(server);
    }),
    { numRuns: 500 },
  );
});
