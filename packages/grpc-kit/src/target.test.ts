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
  ['1dns:///x', 'is not one of'],
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

const FORMS =
  'dns:///name:port, dns://server:port/name:port, srv:///_grpc._tcp.name, static:///a:1,b:2, k8s:///service.namespace:port, xds:///name or unix:path';

test.each([
  ['greeter', ''],
  ['a b:1', ''],
  ['see a:1', ''],
  ['a:1 or so', ''],
  ['a:1/b', ''],
  ['\u001b[31ma:1', ''],
  [`${'a'.repeat(300)}:1`, ''],
  ['ipv4:1.2.3.4:80', '; did you mean static:///1.2.3.4:80?'],
  ['a:1,b:2', '; did you mean static:///a:1,b:2?'],
  ['a.b-c_d:1', '; did you mean dns:///a.b-c_d:1?'],
])('%j is told what a target is, and a guess only where there is one', (text, guess) => {
  const said = messageOf(() => parseTarget(text));
  expect(said.slice(said.indexOf(FORMS))).toBe(FORMS + guess);
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
