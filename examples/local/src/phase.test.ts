import { expect, test } from 'vitest';
import { summarize } from './phase.js';
import { type Result, Samples } from './samples.js';
import { judge } from './verdict.js';

const ok = (backend: string): Result => ({ backend, failure: '', keyId: 'k' });
const failed = (failure: string): Result => ({ backend: undefined, failure, keyId: '' });

function play(results: readonly Result[]): Samples {
  const samples = new Samples();
  for (const result of results) samples.begin()(result);
  return samples;
}

function phase(samples: Samples, over: object = {}) {
  const window = { name: 'p', steady: true, from: 0, to: Number.POSITIVE_INFINITY, backends: ['a', 'b'], fresh: [] };
  return summarize({ ...window, ...over }, samples, () => 0);
}

test('counts calls, failures by reason, and shares', () => {
  const result = phase(play([ok('a'), ok('a'), ok('b'), failed('503 x'), failed('504 x'), failed('504 x')]));
  expect(result).toMatchObject({ calls: 6, failures: 3, byBackend: { a: 2, b: 1 }, maxToMin: 2 });
  expect(Object.entries(result.reasons)).toEqual([
    ['504 x', 2],
    ['503 x', 1],
  ]);
});

test('a backend without calls has no ratio, and is complained about', () => {
  const result = phase(play([ok('a'), ok('a')]));
  expect(result.maxToMin).toBeNull();
  expect(judge([result], []).complaints).toEqual(['p: uneven, a server got no calls']);
});

test('a new backend counts from its record to its first reply', () => {
  const samples = play([ok('a'), ok('b'), ok('c')]);
  const { newBackends } = phase(samples, { steady: false, fresh: ['c', 'd'] });
  expect(newBackends.map(({ address }) => address)).toEqual(['c', 'd']);
  expect(newBackends[0]?.firstCallAfterMs).toBeGreaterThan(0);
  expect(newBackends[1]?.firstCallAfterMs).toBeNull();
});

test('all is well only without a complaint', () => {
  const good = phase(play([ok('a'), ok('b')]));
  expect(judge([good], [])).toEqual({ ok: true, complaints: [] });
  expect(judge([good], ['something else']).ok).toBe(false);
  const bad = phase(play([ok('a'), ok('b'), failed('503 UNAVAILABLE')]));
  expect(judge([bad], []).complaints).toEqual(['p: 1 of 3 calls failed']);
});

test('a phase is complete when its last request has ended', () => {
  const samples = new Samples();
  const end = samples.begin();
  const until = performance.now() + 1;
  expect(samples.isComplete(until)).toBe(false);
  end(ok('a'));
  expect(samples.isComplete(until)).toBe(true);
  end(failed('twice'));
  expect(samples.calls).toBe(1);
});
