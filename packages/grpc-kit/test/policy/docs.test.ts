import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { policyFromEnv } from '../../src/index.js';
import { policyVariables } from '../../src/policy/environment-variables.js';
import { resolvePolicy } from '../../src/policy/resolve-policy.js';

const page = readFileSync(new URL('../../../../docs/policy.md', import.meta.url), 'utf8');

test('the page lists every option with its variable and its default, and no other', () => {
  const rows = [...page.matchAll(/^\| `([^`]+)` \| `([A-Z_]+)` \| (.*?) \|/gm)].map(([, option, name, value]) => ({
    option,
    name,
    value,
  }));
  const sections: Record<string, unknown> = { ...resolvePolicy({ hedging: { methods: ['/a.B/C'] } }), hedging: false };
  const hedging: Record<string, unknown> = { maxAttempts: 2, delayMs: 100 };
  const expected = policyVariables.map(({ option, name }) => {
    const [section = '', key] = option.split('.');
    const group = (section === 'hedging' ? hedging : (sections[section] ?? {})) as Record<string, unknown>;
    return { option, name, value: shown(key === undefined ? sections[section] : group[key]) };
  });
  expect(rows).toEqual(expected);
  expect(resolvePolicy({ hedging: { methods: ['/a.B/C'] } }).hedging).toMatchObject(hedging);
});

function shown(value: unknown): string {
  if (value === undefined) return '';
  if (value === false) return 'off';
  if (typeof value === 'number') return value.toLocaleString('en');
  if (Array.isArray(value)) return `\`${value.join(',')}\``;
  return typeof value === 'object' ? 'on' : `\`${value === '' ? "''" : value}\``;
}

test('the messages that the page shows are those that come', () => {
  for (const env of [{ GRPC_KIT_DEADLINE_MS: '10s' }, { GRPC_KIT_DEADLINE: '1' }]) {
    let message = '';
    try {
      policyFromEnv(env);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).not.toBe('');
    expect(page).toContain(`\n${message}\n`);
  }
});
