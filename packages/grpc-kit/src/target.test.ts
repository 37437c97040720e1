import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTarget } from './target.js';

test.each([
  ['dns:///greeter:50051', 'dns', '', 'greeter:50051'],
  ['dns://127.0.0.1:53/greeter:50051', 'dns', '127.0.0.1:53', 'greeter:50051'],
  ['DNS:///greeter:50051', 'dns', '', 'greeter:50051'],
  ['srv:///_grpc._tcp.greeter', 'srv', '', '_grpc._tcp.greeter'],
  ['static:///127.0.0.1:1,[::1]:2', 'static', '', '127.0.0.1:1,[::1]:2'],
  ['k8s:///greeter.default:grpc', 'k8s', '', 'greeter.default:grpc'],
  ['unix:/run/greeter.sock', 'unix', '', '/run/greeter.sock'],
  ['unix:///run/greeter.sock', 'unix', '', 'run/greeter.sock'],
  ['xds:///greeter', 'xds', '', 'greeter'],
])('%s', (text, scheme, authority, path) => {
  expect(parseTarget(text)).toEqual({ text, scheme, authority, path });
});

test.each([
  ['greeter:50051', 'did you mean dns:///greeter:50051?'],
  ['dns:greeter:50051', 'did you mean dns:///greeter:50051?'],
  ['dns://greeter:50051', 'did you mean dns:///greeter:50051?'],
  ['ipv4:1.2.3.4:80,1.2.3.5:80', 'did you mean static:///1.2.3.4:80,1.2.3.5:80?'],
  ['', 'target "" is not one of dns:///name:port'],
  ['dns:///', 'target "dns:///" is not one of'],
  ['greeter', 'is not one of'],
  ['://a', 'is not one of'],
])('refuses %s', (text, message) => {
  expect(() => parseTarget(text)).toThrow(expect.objectContaining({ code: 'ERR_TARGET_INVALID' }));
  expect(() => parseTarget(text)).toThrow(message);
});

test('whatever comes in: its parts or ERR_TARGET_INVALID', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        const { scheme, authority, path } = parseTarget(text);
        expect(text.toLowerCase()).toContain(`${scheme}:`);
        expect(text).toContain(authority);
        expect(text.endsWith(path)).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_TARGET_INVALID' });
      }
    }),
  );
});
