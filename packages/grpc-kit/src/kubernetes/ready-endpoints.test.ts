import { type SliceSpec, sliceObject } from '@org/testing';
import { describe, expect, test } from 'vitest';
import { endpointKey } from '../discovery/endpoint-list.js';
import { parseEndpointSlice } from './endpoint-slice.js';
import { readyEndpoints } from './ready-endpoints.js';

const of = (specs: readonly SliceSpec[], port?: number | string) =>
  readyEndpoints(
    specs.flatMap((spec) => parseEndpointSlice(sliceObject(spec, '1')) ?? []),
    port,
  );
const keys = (specs: readonly SliceSpec[], port?: number | string) => of(specs, port).endpoints.map(endpointKey);

test('all slices of the Service, each pod once', () => {
  const slices = [
    { name: 'a', endpoints: [{ address: '10.0.0.1' }, { address: '10.0.0.2' }] },
    { name: 'b', endpoints: [{ address: '10.0.0.2' }, { address: '10.0.0.3' }] },
  ];
  expect(keys(slices)).toEqual(['10.0.0.1:50051', '10.0.0.2:50051', '10.0.0.3:50051']);
});

test('a pod with two families is one backend, at its IPv4 address', () => {
  const slices = [
    { name: 'v4', endpoints: [{ address: '10.0.0.1', pod: 'x' }] },
    {
      name: 'v6',
      family: 'IPv6',
      endpoints: [
        { address: 'fd00::1', pod: 'x' },
        { address: 'fd00::2', pod: 'y' },
      ],
    },
  ];
  expect(keys(slices)).toEqual(['10.0.0.1:50051', '[fd00::2]:50051']);
});

describe('conditions', () => {
  test('ready ones only', () => {
    expect(keys([{ name: 'a', endpoints: [{ address: '10.0.0.1' }, { address: '10.0.0.2', ready: false }] }])).toEqual([
      '10.0.0.1:50051',
    ]);
  });

  test('when none is ready, those that still serve while they terminate', () => {
    const leaving = { ready: false, serving: true, terminating: true };
    const starting = { ready: false, serving: true, terminating: false };
    const slices = [
      {
        name: 'a',
        endpoints: [
          { address: '10.0.0.1', ...leaving },
          { address: '10.0.0.2', ...starting },
        ],
      },
    ];
    expect(keys(slices)).toEqual(['10.0.0.1:50051']);
    expect(keys([...slices, { name: 'b', endpoints: [{ address: '10.0.0.3' }] }])).toEqual(['10.0.0.3:50051']);
  });

  test('none at all is explained', () => {
    expect(of([{ name: 'a', endpoints: [{ address: '10.0.0.1', ready: false }] }]).reason).toBe(
      'none of its 1 endpoints is ready',
    );
    expect(of([{ name: 'a', endpoints: [] }]).reason).toBe('none of its 0 endpoints is ready');
    expect(of([]).reason).toBe('it has no EndpointSlices: does it exist, and has it a selector?');
  });
});

describe('ports', () => {
  const two = [
    { name: 'grpc', port: 50_051 },
    { name: 'metrics', port: 9_090 },
  ];
  const endpoints = [{ address: '10.0.0.1' }];

  test('by name, by number, or the only one', () => {
    expect(keys([{ name: 'a', ports: two, endpoints }], 'grpc')).toEqual(['10.0.0.1:50051']);
    expect(keys([{ name: 'a', ports: two, endpoints }], 9_090)).toEqual(['10.0.0.1:9090']);
    expect(keys([{ name: 'a', ports: [{ port: 80 }], endpoints }])).toEqual(['10.0.0.1:80']);
  });

  test('a name that stands for different numbers in different pods', () => {
    const slices = [
      { name: 'a', ports: [{ name: 'grpc', port: 1 }], endpoints },
      { name: 'b', ports: [{ name: 'grpc', port: 2 }], endpoints: [{ address: '10.0.0.2' }] },
    ];
    expect(keys(slices, 'grpc')).toEqual(['10.0.0.1:1', '10.0.0.2:2']);
  });

  test('a slice without ports restricts none', () => {
    expect(keys([{ name: 'a', ports: null, endpoints }], 7)).toEqual(['10.0.0.1:7']);
  });

  test('a port that is not there is explained', () => {
    const slices = [{ name: 'a', ports: two, endpoints }];
    expect(of(slices, 80).reason).toBe(
      'it has no port 80; its pods have grpc=50051, metrics=9090; a number is the port of the pods (targetPort), not that of the Service',
    );
    expect(of(slices, 'http').reason).toBe('it has no port http; its pods have grpc=50051, metrics=9090');
    expect(of(slices).reason).toBe('the target names no port, and its pods have grpc=50051, metrics=9090');
    expect(of([{ name: 'a', ports: [], endpoints }], 'grpc').reason).toBe(
      'it has no port grpc; its EndpointSlices have no ports',
    );
  });
});
