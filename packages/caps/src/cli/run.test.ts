import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from './run.js';

const status = readFileSync(new URL('../../test/fixtures/proc/default/self/status', import.meta.url), 'utf8');

async function caps(args: readonly string[], { stdin = status, isTerminal = false, columns = 80 } = {}) {
  const said = { out: '', err: '' };
  const code = await run(args, {
    write: (text) => {
      said.out += text;
    },
    writeError: (text) => {
      said.err += text;
    },
    readStdin: async () => stdin,
    version: () => '1.2.3',
    isTerminal,
    colour: isTerminal,
    columns,
  });
  return { code, ...said };
}

/** Newlines and tabs are the command's own. */
const obeyed = /[^\P{Cc}\n\t]/u;

describe('whatever the command line says', () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc
      .array(
        fc.constantFrom(
          'cap_',
          'chown',
          'all',
          '=',
          '+',
          'ep',
          '-',
          '--',
          'json',
          'f',
          '0x',
          '1',
          ',',
          '\u001b[2J',
          '\u009b',
          ' ',
        ),
      )
      .map((parts) => parts.join('')),
  );
  // `status` and `inspect` read this machine; what they are asked is checked before.
  const lines = fc.tuple(
    fc.constantFrom('decode', 'explain', 'text', 'file', 'status -', '--help', ''),
    fc.array(words, { maxLength: 3 }),
  );

  it('it exits with 0 and says something, or with 2 and says why, and never sends a terminal anything to obey', async () => {
    await fc.assert(
      fc.asyncProperty(lines, async ([command, rest]) => {
        const { code, out, err } = await caps([...command.split(' ').filter(Boolean), ...rest]);
        expect([0, 2]).toContain(code);
        expect(code === 0 ? out : err).not.toBe('');
        expect(code === 0 ? err : out).toBe('');
        expect(err).toMatch(code === 0 ? /^$/ : /^caps: /);
        expect(out + err).not.toMatch(obeyed);
      }),
      { numRuns: 1_000 },
    );
  });
});

it('a process called by what a terminal would obey is shown, not obeyed', async () => {
  const named = status.replace(/^Name:.*$/m, 'Name:\t\u001b[2Jevil\u009b31m');
  expect((await caps(['status', '-'], { stdin: named })).out).toContain('\\x1b[2Jevil\\x9b31m');
  const { out } = await caps(['status', '-'], { stdin: named, isTerminal: true });
  expect(stripVTControlCharacters(out)).toContain('\\x1b[2Jevil');
});

describe('inspect', () => {
  it('is for people on a terminal: two titled tables and what to do next', async () => {
    const { code, out } = await caps(['inspect'], { isTerminal: true });
    const plain = stripVTControlCharacters(out);
    expect(code).toBe(0);
    expect(plain).toMatch(/^uid +\S+ +(exact|inferred|unknown)/m);
    expect(plain).toMatch(/^baseline: (violates|consistent|unknown)$/m);
    expect(plain).toMatch(/^restricted: (violates|consistent|unknown)$/m);
    const fine = plain.includes('restricted: consistent');
    expect(plain.includes('caps inspect --suggest prints a manifest that meets restricted.')).toBe(!fine);
  });

  it('has the verdict for a program in the same run: --require decides the exit code alone', async () => {
    const { podSecurity } = JSON.parse((await caps(['inspect', '--json'])).out);
    for (const level of ['baseline', 'restricted']) {
      const { code, out, err } = await caps(['inspect', '--json', '--require', level]);
      const met = podSecurity[level].verdict === 'consistent';
      expect({ code, err }).toEqual({ code: met ? 0 : 1, err: met ? '' : `caps: ${level} is not met\n` });
      expect(JSON.parse(out)).toHaveProperty('posture');
    }
  });

  it('--suggest prints YAML, and what is left to check as comments', async () => {
    const { out } = await caps(['inspect', '--suggest']);
    expect(out).toMatch(/^spec:\n/);
    for (const line of out.split('\n').filter((each) => each.includes('check:'))) expect(line).toMatch(/^# check: \S/);
  });
});

describe('a table', () => {
  it('is no wider than the terminal, and loses no word to that', async () => {
    for (const columns of [80, 100, 200]) {
      const { out } = await caps(['explain'], { isTerminal: true, columns });
      const plain = stripVTControlCharacters(out);
      for (const line of plain.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
      const words = (text: string) => text.split(/\s+/).filter(Boolean);
      expect(words(plain)).toEqual(words((await caps(['explain'])).out));
    }
  });

  it('names a default that a mask is, and shows the sets that are alike once', async () => {
    const decoded = stripVTControlCharacters((await caps(['decode', 'a80425fb', '1'], { isTerminal: true })).out);
    expect(decoded).toContain('00000000a80425fb: 14 of 41 (the default of docker and containerd)\n');
    expect(decoded).toContain('\n\n0000000000000001: 1 of 41');
    expect((await caps(['status', '-'], { isTerminal: true })).out).toMatch(/effective .*as permitted/);
  });
});

it.each([
  [['explain', 'cap_net_raw', '41'], 'capability 41 has no name: the last one known is 40'],
  [['text'], 'text needs one string'],
  [['text', '=', '='], 'text needs one string'],
  [['file'], 'file needs one value'],
  [['status', '1', '2'], 'status takes one PID'],
  [['inspect', 'x'], 'inspect takes no "x"; another process is --pid PID'],
])('%j: %s', async (args, says) => {
  const { code, out, err } = await caps(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(says);
  expect(err).toContain('Exit codes:');
});

describe('options belong to commands', () => {
  it.each([
    [['decode', 'a80425fb', '--require', 'restricted'], /decode has no --require; it is an option of inspect/],
    [['status', '--suggest'], /status has no --suggest/],
    [['status', 'self', '--pid', '1'], /one process/],
    [['explain', '--pid', '1'], /explain has no --pid; it is an option of status, inspect/],
  ])('%j', async (args, message) => {
    const { code, err } = await caps(args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('status --pid PID is that process', async () => {
    const { out } = await caps(['status', '--pid', String(process.ppid), '--json']);
    expect(JSON.parse(out)).toMatchObject({ pid: process.ppid });
  });

  it('help is a command too', async () => {
    expect((await caps(['help'])).code).toBe(0);
  });
});

it.each([
  ['3fffffffff', 'all of a kernel that has 38, as Linux 3.16 to 5.7'],
  ['7ffffffff', 'all of a kernel that has 35, as Linux 2.6.37 to 2.6.39'],
  ['fffffffff', 'all of a kernel that has 36, as Linux 3.0 to 3.4'],
  ['1fffffffff', 'all of a kernel that has 37, as Linux 3.5 to 3.15'],
  ['ffffffffffffffff', 'all, and 23 bits without a name (41 to 63)'],
])('%s is described by the kernel whose full set it is', async (mask, words) => {
  expect(
    (await caps(['status', '-'], { stdin: status.replace(/^CapEff:.*$/m, `CapEff:\t${mask.padStart(16, '0')}`) })).out,
  ).toContain(words);
});
