import { describe, expect, it } from 'vitest';
import { runInProcess } from './case-process.js';
import { cases } from './cases/all.js';

const TIMEOUT_MS = 130_000;
/** Other tests run at the same time; `npm run e2e:xds` runs each case alone. */
const PATIENCE = 10;

describe('xDS against a control plane of our own', () => {
  it.each(cases.map(({ name }) => name))('%s', { timeout: TIMEOUT_MS }, async (name) => {
    const { passed, text } = await runInProcess(new URL('run-case.ts', import.meta.url), [name], PATIENCE);
    expect(passed, text).toBe(true);
  });
});
