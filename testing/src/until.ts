import { setTimeout as delay } from 'node:timers/promises';

/**
 * Polls until the condition is truthy and resolves with its value.
 * @throws Error with `what` when `timeoutMs` (default 10,000) passes first.
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  timeoutMs = 10_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value as NonNullable<T>;
    if (performance.now() > deadline) throw new Error(`gave up after ${timeoutMs} ms waiting for: ${what}`);
    await delay(10);
  }
}
