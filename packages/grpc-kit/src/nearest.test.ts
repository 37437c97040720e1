import { expect, test } from 'vitest';
import { nearest } from './nearest.js';

const known = ['keepalive', 'loadBalancing', 'retry', 'tls'];

test.each([
  ['keepAlive', 'keepalive'],
  ['keep_alive', 'keepalive'],
  ['LOAD-BALANCING', 'loadBalancing'],
  ['loadBalancer', 'loadBalancing'],
  ['tsl', 'tls'],
  ['certificates', undefined],
  ['', undefined],
])('%s', (word, expected) => {
  expect(nearest(word, known)).toBe(expected);
});

test('a word of any length, in no time', () => {
  expect(nearest('x'.repeat(10_000_000), known)).toBeUndefined();
});
