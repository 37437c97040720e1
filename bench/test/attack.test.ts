import { expect, test } from 'vitest';
import { attacks } from '../src/attack/attacks/index.js';
import { underAttack } from '../src/attack/under-attack.js';

/** The short form of `npm run attack`, and whether the server ends the connection. */
const SHORT: [name: string, cuts: boolean][] = [
  ['rapid reset', false],
  ['provoked resets', true],
  ['CONTINUATION flood', true],
  ['SETTINGS flood', true],
  ['length prefixes of 4 GB', false],
];
const periods = { restMs: 200, attackMs: 600, deadlineMs: 20_000 };

test('every attack has a name of its own, which --only can be told', () => {
  const names = attacks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name.includes(','))).toEqual([]);
});

test.each(SHORT)('%s: every good call is served meanwhile and afterwards, in bounded memory', async (name, cuts) => {
  const attack = attacks.find((known) => known.name === name);
  if (!attack) throw new Error(`there is no attack "${name}"`);
  const { during, after, grownBytes, cut } = await underAttack('kit', attack, periods);
  expect(during.calls).toBeGreaterThan(0);
  expect(during.served).toBe(during.calls);
  expect(after.served).toBe(after.calls);
  expect(grownBytes).toBeLessThan(200 * 2 ** 20);
  if (cuts) expect(cut).toBeGreaterThan(0);
});
