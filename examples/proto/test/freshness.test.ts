import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const home = fileURLToPath(new URL('..', import.meta.url));
const env = { ...process.env, PATH: `${join(home, 'node_modules/.bin')}:${process.env['PATH']}` };
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'proto-'));
  for (const name of ['proto', 'buf.yaml', 'buf.gen.yaml', 'gen-descriptors.mjs']) {
    cpSync(join(home, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(home, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('the committed code is what the protos generate', () => {
  execFileSync('buf', ['generate'], { cwd: copy, env });
  execFileSync(process.execPath, ['gen-descriptors.mjs'], { cwd: copy, env });
  expect(filesOf(join(home, 'src/gen')), 'run `npm run gen` and commit src/gen').toEqual(
    filesOf(join(copy, 'src/gen')),
  );
});

test('the protos follow the style guide', () => {
  execFileSync('buf', ['lint'], { cwd: copy, env, stdio: 'pipe' });
});

function filesOf(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}
