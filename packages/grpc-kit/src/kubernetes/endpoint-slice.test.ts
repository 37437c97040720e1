import { type SliceSpec, sliceObject } from '@org/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EndpointSlice, parseEndpointSlice } from './endpoint-slice.js';

const parse = (spec: SliceSpec): EndpointSlice | undefined => parseEndpointSlice(sliceObject(spec, '7'));

test('what is needed of a slice, and nothing else', () => {
  expect(parse({ name: 'greeter-abc', endpoints: [{ address: '10.0.0.1', zone: 'a', hints: ['a', 'b'] }] })).toEqual({
    name: 'greeter-abc',
    resourceVersion: '7',
    family: 'IPv4',
    ports: [{ name: 'grpc', port: 50_051 }],
    endpoints: [
      {
        address: '10.0.0.1',
        identity: 'uid-pod-10.0.0.1',
        ready: true,
        serving: true,
        terminating: false,
        zone: 'a',
        hintedZones: ['a', 'b'],
      },
    ],
  });
});

describe('conditions', () => {
  test.each([
    [{}, { ready: true, serving: true, terminating: false }],
    [{ ready: null }, { ready: true, serving: true }],
    [{ ready: false }, { ready: false, serving: false }],
    [
      { ready: false, serving: true, terminating: true },
      { ready: false, serving: true, terminating: true },
    ],
    [
      { ready: false, serving: null },
      { ready: false, serving: false },
    ],
  ])('%j', (conditions, expected) => {
    expect(parse({ name: 'a', endpoints: [{ address: '10.0.0.1', ...conditions }] })?.endpoints[0]).toMatchObject(
      expected,
    );
  });
});

test('a slice without endpoints, conditions or references', () => {
  const bare = { metadata: { name: 'a', resourceVersion: '1' }, addressType: 'IPv6' };
  expect(parseEndpointSlice({ ...bare, endpoints: null, ports: null })).toMatchObject({
    ports: undefined,
    endpoints: [],
  });
  expect(parseEndpointSlice({ ...bare, endpoints: [{ addresses: ['::1'] }] })?.endpoints).toMatchObject([
    { address: '::1', identity: '::1', ready: true, zone: undefined, hintedZones: [] },
  ]);
});

test('only TCP ports with a number count', () => {
  const ports = [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'all', port: null },
    { port: 80 },
    { name: 'grpc', port: 50_051, protocol: 'TCP' },
  ];
  expect(parse({ name: 'a', ports, endpoints: [] })?.ports).toEqual([
    { name: '', port: 80 },
    { name: 'grpc', port: 50_051 },
  ]);
});

test('slices of DNS names are nothing to connect to', () => {
  expect(parse({ name: 'a', family: 'FQDN', endpoints: [{ address: 'a.example' }] })).toBeUndefined();
});

test.each([
  [null, 'EndpointSlice is null'],
  [{ metadata: {} }, 'EndpointSlice metadata.name is undefined'],
  [{ metadata: { name: 'a' }, addressType: 'IPv4' }, 'EndpointSlice a: metadata.resourceVersion is undefined'],
  [{ metadata: { name: 'a', resourceVersion: '1' } }, 'EndpointSlice a: addressType is undefined'],
  [
    { metadata: { name: 'a', resourceVersion: '1' }, addressType: 'IPv4', endpoints: {} },
    'EndpointSlice a: endpoints is {}',
  ],
  [
    { metadata: { name: 'a', resourceVersion: '1' }, addressType: 'IPv4', endpoints: [{ addresses: [5] }] },
    'EndpointSlice a: address is 5',
  ],
  [
    { metadata: { name: 'a', resourceVersion: '1' }, addressType: 'IPv4', ports: [{ port: '80' }] },
    'EndpointSlice a: port is "80"',
  ],
])('refuses %j', (value, message) => {
  expect(() => parseEndpointSlice(value)).toThrow(message);
});

test('whatever comes in: a slice or an error that says where', () => {
  fc.assert(
    fc.property(fc.object(), (overlay) => {
      try {
        parseEndpointSlice({ ...sliceObject({ name: 'a', endpoints: [] }, '1'), ...overlay });
      } catch (error) {
        expect((error as Error).message).toMatch(/^EndpointSlice/);
      }
    }),
  );
});
