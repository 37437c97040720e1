import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTarget } from '../target.js';
import { parseHostPort } from './host-port.js';

const target = parseTarget('dns:///x:1');

test.each([
  ['greeter:50051', 'greeter', 50_051],
  ['greeter.default.svc.cluster.local.:1', 'greeter.default.svc.cluster.local.', 1],
  ['_weird_name:65535', '_weird_name', 65_535],
  ['127.0.0.1:80', '127.0.0.1', 80],
  ['[::1]:80', '::1', 80],
])('%s', (text, host, port) => {
  expect(parseHostPort(text, target)).toEqual({ host, port });
});

test('a default port is for texts without one', () => {
  expect(parseHostPort('127.0.0.1', target, 53)).toEqual({ host: '127.0.0.1', port: 53 });
  expect(parseHostPort('[::1]', target, 53)).toEqual({ host: '::1', port: 53 });
  expect(() => parseHostPort('127.0.0.1:', target, 53)).toThrow('has no port from 1 to 65535');
});

test.each([
  ['greeter', 'has no port; write name:port'],
  ['[fe80::1%eth0]:80', 'has a zone (%)'],
  ['greeter:0', 'has no port from 1 to 65535'],
  ['greeter:65536', 'has no port from 1 to 65535'],
  ['greeter:1e3', 'has no port from 1 to 65535'],
  ['greeter:http', 'has no port from 1 to 65535'],
  [':80', 'does not begin with a DNS name or an IP address'],
  ['a..b:80', 'does not begin with a DNS name or an IP address'],
  ['-a:80', 'does not begin with a DNS name or an IP address'],
  ['256.0.0.1:80', 'does not begin with a DNS name or an IP address'],
  ['::1:80', 'is not name:port, address:port or [IPv6]:port'],
  ['[127.0.0.1]:80', 'has no IPv6 address in its brackets'],
  ['[::1:80', 'is not name:port'],
])('refuses %s', (text, message) => {
  expect(() => parseHostPort(text, target)).toThrow(expect.objectContaining({ code: 'ERR_TARGET_INVALID' }));
  expect(() => parseHostPort(text, target)).toThrow(message);
  expect(() => parseHostPort(text, target)).toThrow('target "dns:///x:1"');
});

test('whatever comes in: a host and a port or ERR_TARGET_INVALID', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webAuthority({ withPort: true })), (text) => {
      try {
        const { host, port } = parseHostPort(text, target);
        expect(text).toContain(host);
        expect(port).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_TARGET_INVALID' });
      }
    }),
    { numRuns: 2_000 },
  );
});
