import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from './watch-lines.js';

async function* chunks(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

test('lines come out as they went in, however they were cut', async () => {
  const line = fc.string({ minLength: 1, unit: fc.constantFrom('a', '{', '"', 'é', '🙂') });
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat()), async (lines, cuts) => {
      const text = lines.map((each) => `${each}\n`).join('');
      const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
      const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
      const found: string[] = [];
      for await (const together of linesOf(chunks(pieces))) found.push(...together);
      expect(found).toEqual(lines);
    }),
  );
});

test('an event that was cut off is none; empty lines are none', async () => {
  const found: (readonly string[])[] = [];
  for await (const together of linesOf(chunks(['a\n\n\nb\nc', 'd\n', '{"type":']))) found.push(together);
  expect(found).toEqual([['a', 'b'], ['cd']]);
});

test('a line without an end is refused before memory is', async () => {
  const endless = async (): Promise<void> => {
    for await (const _ of linesOf(chunks(Array.from({ length: 40 }, () => 'x'.repeat(1024 * 1024))))) expect.fail();
  };
  await expect(endless()).rejects.toThrow('longer than 16777216 characters');
});
