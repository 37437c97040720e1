import { expect, test } from 'vitest';
import { RetryThrottle } from './retry-throttle.js';

test('retries stop at half the tokens, and come back as calls succeed', () => {
  const throttle = new RetryThrottle({ maxTokens: 10, tokenRatio: 0.5 });
  for (let failures = 0; failures < 4; failures++) throttle.failed();
  expect(throttle.allows).toBe(true);
  throttle.failed();
  expect(throttle.allows).toBe(false);
  throttle.succeeded();
  expect(throttle.allows).toBe(true);
  for (let failures = 0; failures < 50; failures++) throttle.failed();
  for (let successes = 0; successes < 10; successes++) throttle.succeeded();
  expect(throttle.allows).toBe(false);
  for (let successes = 0; successes < 100; successes++) throttle.succeeded();
  for (let failures = 0; failures < 5; failures++) throttle.failed();
  expect(throttle.allows).toBe(false);
});
