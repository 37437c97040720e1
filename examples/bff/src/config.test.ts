import { readFileSync } from 'node:fs';
import { markdownTable } from '@org/example-service';
import { expect, test } from 'vitest';
import { readConfig, variables } from './config.js';

const enough = { GREETER_TARGET: 'dns:///greeter:50051' };

test('the README has every variable, its default and its meaning', () => {
  // The formatter pads tables.
  const unpadded = (text: string): string => text.replace(/ {2,}/g, ' ').replace(/ ?-{3,} ?/g, '---');
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(unpadded(readme)).toContain(unpadded(markdownTable(variables)));
});

test('takes the client policy from the environment', () => {
  const { policy } = readConfig({ ...enough, GRPC_KIT_POLICY: '{"loadBalancing":"pick_first"}' });
  expect(policy).toEqual({ loadBalancing: 'pick_first' });
});

test.each([
  [{}, 'GREETER_TARGET is required'],
  [{ ...enough, GRPC_KIT_POLICY: '{"loadBalancng":"pick_first"}' }, 'loadBalancng'],
  [{ ...enough, TLS_CERT_FILE: '/c' }, 'TLS_CERT_FILE and TLS_KEY_FILE go together; only "/c" is set'],
  [{ ...enough, DNS_REFRESH_MS: '10' }, 'DNS_REFRESH_MS "10" is not a whole number from 1000 to 600000'],
  [{ ...enough, CONTROL_URL: 'there' }, 'CONTROL_URL "there" is not an http:// or https:// address'],
])('%j is refused', (env, message) => {
  expect(() => readConfig(env)).toThrow(message);
});
