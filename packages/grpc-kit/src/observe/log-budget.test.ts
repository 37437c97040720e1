import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryLogger } from '../../test/server/memory-logger.js';
import { LogBudget } from './log-budget.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('twenty lines in ten seconds, then a count of the rest', () => {
  const log = memoryLogger();
  const budget = new LogBudget(log, 'more of it');
  for (let line = 0; line < 50; line++) budget.warn({ line }, 'trouble');
  expect(log.lines).toHaveLength(20);
  vi.advanceTimersByTime(10_000);
  expect(log.lines.at(-1)).toEqual({ level: 'warn', fields: { more: 30, windowMs: 10_000 }, message: 'more of it' });
  budget.warn({}, 'trouble again');
  expect(log.lines.at(-1)?.message).toBe('trouble again');
  vi.advanceTimersByTime(10_000);
  expect(log.lines).toHaveLength(22);
});
