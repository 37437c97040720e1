import { expect, test } from 'vitest';
import * as generated from '../../../../examples/proto/src/gen/greeter/v1/greeter.js';
import {
  GreeterServiceClient,
  GreeterServiceDefinition,
} from '../../../../examples/proto/src/gen/greeter/v1/greeter.js';
import { toServiceDefinition } from './to-service-definition.js';

test('a definition of grpc-js is itself', () => {
  expect(toServiceDefinition(generated.GreeterServiceService)).toBe(generated.GreeterServiceService);
});

test('a generic definition has the paths, codecs and options of its methods', () => {
  const { sayHello } = toServiceDefinition(GreeterServiceDefinition);
  expect(sayHello).toMatchObject({
    path: '/greeter.v1.GreeterService/SayHello',
    requestStream: false,
    responseStream: false,
    options: { idempotencyLevel: 'NO_SIDE_EFFECTS' },
  });
  const bytes = sayHello?.requestSerialize({ name: 'Ada' }) as Buffer;
  expect(bytes).toBeInstanceOf(Buffer);
  expect(sayHello?.requestDeserialize(bytes)).toEqual({ name: 'Ada' });
});

const codec = { encode: () => undefined, decode: () => undefined };

test.each([
  ['nothing', undefined, /undefined is not a service definition/],
  ['text', 'greeter', /"greeter" is not/],
  ['an empty object', {}, /without methods/],
  ['a client class', GreeterServiceClient, /client class: pass \S+\.service/],
  ['a class', class Greeter {}, /Greeter is a class/],
  ['a loaded package', { greeter: { v1: {} } }, /an object with greeter is not/],
  ['a whole module', generated, /GreeterService\w+ .*in it may be what is meant/],
  ['an object around a service', { service: generated.GreeterServiceService }, /pass that/],
  ['a service of protobuf-es v1', { typeName: 'shop.v1.Shop', methods: { get: { I: codec, O: codec } } }, /v1/],
  ['a message of protobuf-es', { kind: 'message', typeName: 'shop.v1.Item' }, /of kind "message"/],
  ['a generic definition without codecs', { fullName: 'a.B', methods: { c: { name: 'C' } } }, /fullName, methods/],
  ['methods with and without a path', { a: { path: '/a.B/A' }, b: 1 }, /an object with a, b is not/],
])('%s is refused with what was seen and what is accepted', (_name, given, seen) => {
  const refusal = expect.objectContaining({ code: 'ERR_DEFINITION_INVALID', message: expect.stringMatching(seen) });
  expect(() => toServiceDefinition(given)).toThrow(refusal);
  expect(() => toServiceDefinition(given)).toThrow(/ServiceDefinition of grpc-js/);
});
