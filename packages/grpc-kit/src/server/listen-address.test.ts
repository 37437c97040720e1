import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseListenAddress } from './listen-address.js';

test.each([
  ['0.0.0.0:50051', { host: '0.0.0.0', port: 50_051 }],
  ['[::]:0', { host: '::', port: 0 }],
  ['localhost:65535', { host: 'localhost', port: 65_535 }],
  ['unix:/run/greeter.sock', { path: '/run/greeter.sock' }],
  ['unix:///run/greeter.sock', { path: '/run/greeter.sock' }],
  ['unix:greeter.sock', { path: 'greeter.sock' }],
])('%s', (text, address) => {
  expect(parseListenAddress(text)).toEqual(address);
});

test.each([
  '',
  ':50051',
  'x',
  'x:',
  'x:65536',
  'x:100000',
  'x:-1',
  'x:1e3',
  '::1:80',
  '[10.0.0.1]:80',
  '[]:80',
  'a b:80',
  'http://x:80',
  'unix:',
  'unix://',
])('refuses %j', (text) => {
  const listen = () => parseListenAddress(text);
  expect(listen).toThrow(expect.objectContaining({ code: 'ERR_LISTEN' }));
  expect(listen).toThrow(
    `listen address ${JSON.stringify(text)} is not host:port, [IPv6]:port (port 0 to 65535) or unix:path`,
  );
});

test.each([undefined, 50_051, { port: 1 }])('refuses %j, which is no text', (value) => {
  expect(() => parseListenAddress(value as unknown as string)).toThrow(expect.objectContaining({ code: 'ERR_LISTEN' }));
});

test('every name and address with every port is understood', () => {
  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(host, fc.integer({ min: 0, max: 65_535 }), (name, port) => {
      expect(parseListenAddress(`${isIPv6(name) ? `[${name}]` : name}:${port}`)).toEqual({ host: name, port });
    }),
    { numRuns: 500 },
  );
});
