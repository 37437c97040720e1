import { expect, test } from 'vitest';
import { mergePolicies } from './merge-policies.js';

test('a later policy replaces what it says, inside sections too, and changes neither', () => {
  const base = {
    deadlineMs: 1_000,
    retry: { maxAttempts: 2, codes: ['ABORTED'] },
    keepalive: { timeMs: 5_000 },
  } as const;
  const over = { retry: { codes: ['UNAVAILABLE'] }, keepalive: { timeoutMs: 1_000 } } as const;
  expect(mergePolicies(base, undefined, over)).toEqual({
    deadlineMs: 1_000,
    retry: { maxAttempts: 2, codes: ['UNAVAILABLE'] },
    keepalive: { timeMs: 5_000, timeoutMs: 1_000 },
  });
  expect(base.retry.codes).toEqual(['ABORTED']);
});

test('switches and sections replace each other', () => {
  expect(mergePolicies({ retry: false }, { retry: { maxAttempts: 4 } })).toEqual({ retry: { maxAttempts: 4 } });
  expect(mergePolicies({ retry: { maxAttempts: 4 } }, { retry: false })).toEqual({ retry: false });
});

test('methods are merged one by one', () => {
  const base = { methods: { '/a.B/C': { deadlineMs: 1 }, '/a.B/D': { deadlineMs: 2 } } };
  expect(mergePolicies(base, { methods: { '/a.B/D': { deadlineMs: 3 } } })).toEqual({
    methods: { '/a.B/C': { deadlineMs: 1 }, '/a.B/D': { deadlineMs: 3 } },
  });
});

test.each(['keepAlive', '__proto__', 'constructor'])('the key %s survives, to be refused later', (key) => {
  const policy = JSON.parse(`{"${key}": {"a": 1}}`) as object;
  expect(Object.entries(mergePolicies({}, policy))).toEqual([[key, { a: 1 }]]);
});
