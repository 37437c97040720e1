import { cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CapsError, evaluatePodSecurity, inspect, readProcess, suggestSecurityContext } from '@org/caps';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

const recorded = fileURLToPath(new URL('fixtures/proc/default', import.meta.url));

let procRoot: string;
let files: readonly string[] = [];
beforeAll(() => {
  procRoot = mkdtempSync(join(tmpdir(), 'caps-hostile-'));
  cpSync(recorded, procRoot, { recursive: true, verbatimSymlinks: true });
  files = readdirSync(procRoot, { recursive: true, encoding: 'utf8' }).filter((path) =>
    lstatSync(join(procRoot, path)).isFile(),
  );
});
afterAll(() => rmSync(procRoot, { recursive: true }));

/** Something else in a file: cut, doubled, without some of its lines, with some of them changed, or anything at all. */
const damage: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }).map((text) => () => text),
  fc.nat(2_000).map((length) => (text: string) => text.slice(0, length)),
  fc.constant((text: string) => text + text),
  fc.nat(60).map((line) => (text: string) => text.split('\n').toSpliced(line, 1).join('\n')),
  fc
    .tuple(
      fc.nat(60),
      fc.constantFrom('max', '-1', '18446744073709551615', '9'.repeat(400), '\0', '\u001b[2J', '', 'x y z', ' - '),
    )
    .map(([at, word]) => (text: string) => {
      const words = text.split(/(\s+)/);
      return words.toSpliced(Math.min(at, words.length - 1), 1, word).join('');
    }),
);

it('whatever /proc and cgroups hold: a posture that may be unknown, or an error with a code', () => {
  let judged = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1_000), damage), { minLength: 1, maxLength: 3 }), (changes) => {
      const before = new Map<string, Buffer>();
      for (const [index, change] of changes) {
        const path = join(procRoot, files[index % files.length] ?? '');
        if (!before.has(path)) before.set(path, readFileSync(path));
        writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1');
      }
      try {
        const posture = inspect({ procRoot, root: join(procRoot, 'root') });
        const { baseline, restricted } = evaluatePodSecurity(posture);
        for (const { verdict } of [baseline, restricted])
          expect(['violates', 'consistent', 'unknown']).toContain(verdict);
        const { yaml } = suggestSecurityContext(posture);
        expect(yaml).not.toMatch(/[^\P{Cc}\n]/u);
        JSON.stringify(posture);
        readProcess('self', { procRoot });
        judged++;
      } catch (error) {
        expect(error, [...before.keys()].map((path) => relative(procRoot, path)).join()).toBeInstanceOf(CapsError);
      } finally {
        for (const [path, content] of before) writeFileSync(path, content);
      }
    }),
    { numRuns: 120 },
  );
  expect(judged).toBeGreaterThan(20);
});
