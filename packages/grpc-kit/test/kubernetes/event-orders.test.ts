import type { TestApiServer } from '@org/testing';
import { type EndpointSpec, sliceObject, until } from '@org/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpointKey } from '../../src/discovery/endpoint-list.js';
import { parseEndpointSlice } from '../../src/kubernetes/endpoint-slice.js';
import { readyEndpoints } from '../../src/kubernetes/ready-endpoints.js';
import { startPod } from './pod.js';

/** What may happen to a Service, its slices and the way to them. */
type Step =
  | { readonly kind: 'put'; readonly slice: number; readonly pods: readonly number[]; readonly unready: number }
  | { readonly kind: 'delete' | 'split' | 'merge'; readonly slice: number }
  | { readonly kind: 'forget' | 'end' | 'reset' | 'bookmark' | 'tick' | 'stale'; readonly slice: number };

const slice = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      slice,
      pods: fc.uniqueArray(fc.nat(30), { maxLength: 8 }),
      unready: fc.nat(3),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'split' as const, 'merge' as const), slice }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'forget' as const,
        'end' as const,
        'reset' as const,
        'bookmark' as const,
        'tick' as const,
        'stale' as const,
      ),
      slice,
    }),
  },
);

function take(api: TestApiServer, { kind, ...rest }: Step): unknown {
  const name = `greeter-${rest.slice}`;
  const endpoints = api.specs.find((spec) => spec.name === name)?.endpoints ?? [];
  const half = Math.ceil(endpoints.length / 2);
  switch (kind) {
    case 'put':
      return api.put({ name, endpoints: podsOf(rest as Extract<Step, { kind: 'put' }>) });
    case 'delete':
      return api.delete(name);
    case 'split':
      api.put({ name: `${name}-more`, endpoints: endpoints.slice(half) });
      return api.put({ name, endpoints: endpoints.slice(0, half) });
    case 'merge':
      for (const spec of api.specs) if (spec.name !== name) api.delete(spec.name);
      return api.put({ name, endpoints });
    case 'forget':
      api.endWatches();
      return api.compact();
    case 'end':
      return api.endWatches();
    case 'reset':
      return api.resetConnections();
    case 'bookmark':
      return api.bookmark();
    case 'tick':
      return api.tick();
    case 'stale':
      // As of a version that is long past.
      return api.send(
        `${JSON.stringify({ type: 'MODIFIED', object: sliceObject({ name, endpoints: [{ address: '10.9.9.9' }] }, '7') })}\n`,
      );
  }
}

const podsOf = ({ pods, unready }: { readonly pods: readonly number[]; readonly unready: number }): EndpointSpec[] =>
  pods.map((pod, index) => ({ address: `10.0.0.${pod}`, ready: index >= unready }));

/** What a client would find that asks for the first time now. */
function fromScratch(api: TestApiServer): readonly string[] {
  return readyEndpoints(
    api.objects.flatMap((object) => parseEndpointSlice(object) ?? []),
    'grpc',
  ).endpoints.map(endpointKey);
}

test('whatever happens in whatever order: after every step the list is that of a client that asks for the first time', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const pod = await startPod();
      try {
        pod.api.put({ name: 'greeter-0', endpoints: [{ address: '10.0.0.1' }] });
        const { heard } = pod.open();
        for (const each of steps) {
          take(pod.api, each);
          const expected = fromScratch(pod.api);
          await until(
            `${JSON.stringify(each)} to be heard: ${expected.join(' ')}`,
            () => {
              const { latest } = heard;
              // After a lost connection the news is behind its error.
              if (expected.length === 0) return heard.errors.some(({ message }) => /has no backends/.test(message));
              return JSON.stringify(heard.last) === JSON.stringify(expected) && latest !== undefined;
            },
            30_000,
          );
        }
        const told = heard.errors.filter(
          ({ message }) => !/has no backends|ECONNRESET|socket hang up|aborted/.test(message),
        );
        expect(told).toEqual([]);
      } finally {
        await pod.close();
      }
    }),
    { numRuns: 25 },
  );
});
