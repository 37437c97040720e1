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

test('a misspelled key survives, to be refused later', () => {
  expect(mergePolicies({}, { keepAlive: 1 } as object)).toEqual({ keepAlive: 1 });
});
