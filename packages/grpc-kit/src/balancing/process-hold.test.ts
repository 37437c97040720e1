import { expect, test } from 'vitest';
import { ProcessHold } from './process-hold.js';

/** Timers that keep the process alive. */
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test('holds the process from the first call to the end of the last', () => {
  const hold = new ProcessHold();
  const before = timers();
  hold.take();
  hold.take();
  hold.release();
  expect(timers()).toBe(before + 1);
  hold.release();
  expect(timers()).toBe(before);
  hold.take();
  expect(timers()).toBe(before + 1);
  hold.close();
  expect(timers()).toBe(before + 1);
  hold.release();
  expect(timers()).toBe(before);
});

test('closing without calls leaves nothing', () => {
  const hold = new ProcessHold();
  const before = timers();
  hold.close();
  expect(timers()).toBe(before);
});
