import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EndpointSlice } from './endpoint-slice.js';
import { isOlder, type SliceEvent, SliceSet } from './slice-set.js';

const slice = (name: string, resourceVersion: string): EndpointSlice => ({
  name,
  resourceVersion,
  family: 'IPv4',
  ports: [],
  endpoints: [],
});
const known = (set: SliceSet): string[] => set.slices.map(({ name, resourceVersion }) => `${name}@${resourceVersion}`);

test.each([
  ['9', '10', true],
  ['10', '9', false],
  ['10', '10', false],
  ['99999999999999999998', '99999999999999999999', true],
  ['abc', '10', false],
  ['10', '', false],
  ['', '10', false],
])('%s is older than %s: %s', (version, than, expected) => {
  expect(isOlder(version, than)).toBe(expected);
});

test('what is older than what is known changes nothing', () => {
  const set = new SliceSet();
  set.replace([slice('a', '10'), slice('b', '11')], '20');
  set.apply({ type: 'put', slice: slice('a', '9') });
  set.apply({ type: 'delete', name: 'b', resourceVersion: '10' });
  set.apply({ type: 'put', slice: slice('c', '15') });
  set.apply({ type: 'bookmark', resourceVersion: '19' });
  expect(known(set)).toEqual(['a@10', 'b@11']);
  expect(set.version).toBe('20');
});

test('news, and the same again', () => {
  const set = new SliceSet();
  set.replace([slice('a', '10')], '20');
  for (let times = 0; times < 2; times++) {
    set.apply({ type: 'put', slice: slice('c', '21') });
    set.apply({ type: 'put', slice: slice('a', '22') });
  }
  expect(known(set)).toEqual(['a@22', 'c@21']);
  set.apply({ type: 'delete', name: 'a', resourceVersion: '23' });
  set.apply({ type: 'delete', name: 'a', resourceVersion: '23' });
  set.apply({ type: 'bookmark', resourceVersion: '30' });
  expect(known(set)).toEqual(['c@21']);
  expect(set.version).toBe('30');
});

test('whatever is told again, late or twice: after every event the set is what a list would be', () => {
  const change = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    gone: fc.boolean(),
    /** How many events back one is told again before this one. */
    echo: fc.nat(5),
    relist: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const set = new SliceSet();
      const truth = new Map<string, EndpointSlice>();
      const told: SliceEvent[] = [];
      let version = 90;
      set.replace([], `${version}`);
      for (const { name, gone, echo, relist } of changes) {
        const resourceVersion = `${++version}`;
        const event: SliceEvent = gone
          ? { type: 'delete', name, resourceVersion }
          : { type: 'put', slice: slice(name, resourceVersion) };
        if (gone) truth.delete(name);
        else truth.set(name, slice(name, resourceVersion));
        const again = told.at(-echo - 1);
        if (again) set.apply(again);
        if (relist) set.replace([...truth.values()], resourceVersion);
        else set.apply(event);
        told.push(event);
        expect(known(set).sort()).toEqual(
          [...truth.values()].map((each) => `${each.name}@${each.resourceVersion}`).sort(),
        );
        expect(set.version).toBe(resourceVersion);
      }
    }),
    { numRuns: 1_000 },
  );
});
