import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTarget } from '../target.js';
import { parseServiceTarget } from './service-target.js';

test.each([
  ['k8s:///greeter.default:50051', { service: 'greeter', namespace: 'default', port: 50_051 }],
  ['k8s:///greeter.default:grpc', { service: 'greeter', namespace: 'default', port: 'grpc' }],
  ['k8s:///greeter.default', { service: 'greeter', namespace: 'default', port: undefined }],
  ['k8s:///greeter:80', { service: 'greeter', namespace: undefined, port: 80 }],
  ['k8s:///greeter.default.svc:80', { service: 'greeter', namespace: 'default', port: 80 }],
  ['k8s:///greeter.default.svc.cluster.local:80', { service: 'greeter', namespace: 'default', port: 80 }],
])('%s', (text, expected) => {
  expect(parseServiceTarget(parseTarget(text))).toEqual(expected);
});

test.each([
  'k8s:///Greeter.default:80',
  'k8s:///greeter.default.example:80',
  'k8s:///greeter.default:',
  'k8s:///greeter.default:0',
  'k8s:///greeter.default:70000',
  'k8s:///../../secrets:80',
  'k8s://10.0.0.1/greeter.default:80',
])('refuses %s', (text) => {
  const parse = () => parseServiceTarget(parseTarget(text));
  expect(parse).toThrow(expect.objectContaining({ code: 'ERR_TARGET_INVALID' }));
  expect(parse).toThrow(JSON.stringify(text));
});

test('every name of a Service, a namespace and a port is understood', () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
  const port = fc.oneof(fc.integer({ min: 1, max: 65_535 }), fc.stringMatching(/^[a-z]{1,15}$/));
  fc.assert(
    fc.property(
      label,
      label,
      port,
      fc.constantFrom('', '.svc', '.svc.cluster.local'),
      (service, namespace, at, domain) => {
        const target = parseTarget(`k8s:///${service}.${namespace}${domain}:${at}`);
        expect(parseServiceTarget(target)).toEqual({ service, namespace, port: at });
      },
    ),
  );
});
