import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLoad } from './load.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const reply = { message: '', pod: '', address: '', keyId: '', signature: '' };

test('calls at the wanted rate, whether or not calls end', async () => {
  let calls = 0;
  const load = createLoad(
    () => {
      calls++;
      return new Promise(() => {});
    },
    { maxRps: 100, deadlineMs: 1000 },
  );
  load.set(50);
  await vi.advanceTimersByTimeAsync(2000);
  expect(calls).toBeGreaterThanOrEqual(98);
  expect(calls).toBeLessThanOrEqual(100);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls, 'no more than two seconds of the largest load wait at once').toBe(200);
});

test('stops, starts again and keeps below its limit', async () => {
  let calls = 0;
  const load = createLoad(
    async () => {
      calls++;
      return reply;
    },
    { maxRps: 20, deadlineMs: 1000 },
  );
  load.set(1000);
  expect(load.rps).toBe(20);
  await vi.advanceTimersByTimeAsync(1000);
  load.set(0);
  const before = calls;
  await vi.advanceTimersByTimeAsync(5000);
  expect(calls).toBe(before);
  load.set(20);
  await vi.advanceTimersByTimeAsync(1000);
  expect(calls - before, 'time without load is not made up for').toBeLessThanOrEqual(20);
});
