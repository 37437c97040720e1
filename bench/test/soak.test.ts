import { expect, test } from 'vitest';
import { soak } from '../src/soak/soak.js';

test('mixed calls, then backends killed, stopped and cut under them', async () => {
  const result = await soak({ calls: 1_500, disturbedMs: 4_000, graceMs: 2_000 });
  expect(result).toMatchObject({
    unsettled: 0,
    repeated: 0,
    late: 0,
    failed: 0,
    failures: [],
    listeners: 0,
    resources: [],
  });
  expect(result.calls).toBeGreaterThan(1_500);
}, 120_000);
