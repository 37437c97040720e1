import { readFileSync } from 'node:fs';
import { markdownTable } from '@org/example-service';
import { expect, test } from 'vitest';
import { readConfig, variables } from './config.js';

test('the README has every variable, its default and its meaning', () => {
  // The formatter pads tables.
  const unpadded = (text: string): string => text.replace(/ {2,}/g, ' ').replace(/ ?-{3,} ?/g, '---');
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(unpadded(readme)).toContain(unpadded(markdownTable(variables)));
});

test('starts without any of them', () => {
  expect(readConfig({})).toMatchObject({ drainDelayMs: 5000, shutdownDeadlineMs: 25_000, signingKeyDir: undefined });
});

test.each([
  [{ TLS_KEY_FILE: '/k' }, 'TLS_CERT_FILE and TLS_KEY_FILE go together; only "/k" is set'],
  [{ TLS_CA_FILE: '/ca' }, 'TLS_CA_FILE "/ca" needs TLS_CERT_FILE and TLS_KEY_FILE'],
  [{ SHUTDOWN_DEADLINE_MS: '100' }, 'SHUTDOWN_DEADLINE_MS "100" is shorter than DRAIN_DELAY_MS "5000"'],
  [{ REQUIRE_POSTURE: 'strict' }, 'REQUIRE_POSTURE "strict" is not one of (empty), baseline, restricted'],
])('%j is refused', (env, message) => {
  expect(() => readConfig(env)).toThrow(message);
});
