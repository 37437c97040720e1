import { expect, test } from 'vitest';
import { ejectionLimits } from './ejection-limits.js';

const seconds = (whole: number, nanos = 0) => ({ seconds: whole, nanos });
const json = {
  interval: seconds(2),
  base_ejection_time: seconds(0, 1_500_000),
  max_ejection_time: seconds(30, 250_000_000),
  max_ejection_percent: 40,
};

test('what grpc-js tells in seconds, nanoseconds and its own words', () => {
  const failures = { threshold: 60, minimum_hosts: 3, request_volume: 7 };
  expect(ejectionLimits({ ...json, failure_percentage_ejection: failures })).toEqual({
    intervalMs: 2_000,
    baseEjectionMs: 1.5,
    maxEjectionMs: 30_250,
    maxEjectionPercent: 40,
    failurePercent: 60,
    minimumCalls: 7,
    minimumBackends: 3,
  });
});

test('nobody is left out when failures are not to be counted', () => {
  expect(ejectionLimits(json)).toBeUndefined();
});
