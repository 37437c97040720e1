import { expect, test } from 'vitest';
import { type Outcome, Traffic } from './traffic.js';

const ok = (backend: string, durationMs = 1, keyId = 'k'): Outcome => ({
  backend,
  code: 'OK',
  reason: '',
  durationMs,
  keyId,
});
const failed: Outcome = { backend: undefined, code: 'UNAVAILABLE', reason: 'gone', durationMs: 9 };

test('an interval holds what happened since the one before', () => {
  const traffic = new Traffic();
  for (const ms of [3, 1, 2]) traffic.record(ok('a', ms));
  traffic.record(ok('b', 4));
  traffic.record(failed);
  expect(traffic.takeInterval()).toEqual({ calls: 5, failures: 1, p50Ms: 3, p99Ms: 9, byBackend: { a: 3, b: 1 } });
  expect(traffic.takeInterval()).toEqual({ calls: 0, failures: 0, p50Ms: null, p99Ms: null, byBackend: {} });
});

test('knows the last key of every backend that is left', () => {
  const traffic = new Traffic();
  traffic.record(ok('a', 1, 'old'));
  traffic.record(ok('a', 1, 'new'));
  traffic.record(ok('b'));
  traffic.keep(new Set(['a']));
  expect([traffic.keyId('a'), traffic.keyId('b')]).toEqual(['new', undefined]);
});

test('tells its listeners', () => {
  const traffic = new Traffic();
  const told: string[] = [];
  traffic.onOutcome(({ code }) => told.push(code));
  traffic.record(ok('a'));
  traffic.record(failed);
  expect(told).toEqual(['OK', 'UNAVAILABLE']);
});
