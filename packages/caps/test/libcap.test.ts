import { spawnSync } from 'node:child_process';
import { CapabilitySet, formatCapsh, formatCapText, formatIab, parseCapText, parseIab } from '@org/caps';
import { describe, expect, it } from 'vitest';
import { compile } from './support/compile.js';
import { Random, randomCapText, randomIabText } from './support/random.js';

const cases = 100_000;
const lastCaps = [37, 39, 40, 44];
const seed = Number(process.env['CAPS_SEED'] ?? 1);

interface Case {
  readonly question: string;
  readonly shown: string;
  readonly ours: () => string;
}

const oracle = compile('libcap-oracle.c', '-lcap');
if (oracle.missing) console.warn(`SKIPPED: comparison with libcap: ${oracle.missing}`);
const capsh = spawnSync('capsh', ['--decode=0']).error?.message;
if (capsh) console.warn(`SKIPPED: comparison with capsh: ${capsh}`);

describe.skipIf(oracle.missing)('libcap', () => {
  it(`agrees on ${cases} random texts, sets and IAB vectors (seed ${seed})`, () => {
    const random = new Random(seed);
    const asked = Array.from({ length: cases }, (_, i) => randomCase(random, i));
    const { stdout, status, stderr } = spawnSync(oracle.program as string, {
      input: asked.map(({ question }) => question).join('\n'),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    expect(`${status}${stderr}`).toBe('0');
    const answers = stdout.split('\n').slice(0, -1);
    expect(answers).toHaveLength(cases);
    const differences = asked.flatMap(({ shown, ours }, i) => {
      const answer = ours();
      return answer === answers[i] ? [] : [{ shown, ours: answer, libcap: answers[i] }];
    });
    expect(differences.slice(0, 10)).toEqual([]);
    // A generator that only made errors, or none, would prove little.
    const refused = answers.filter((answer) => answer === '-').length;
    expect(refused).toBeGreaterThan(cases / 20);
    expect(refused).toBeLessThan(cases / 2);
  });
});

describe.skipIf(capsh)('capsh --decode', () => {
  it(`prints the same for 500 inputs (seed ${seed})`, () => {
    const random = new Random(seed);
    const inputs = Array.from({ length: 500 }, () => randomMaskInput(random));
    const { stdout } = spawnSync('sh', ['-c', 'for input do capsh --decode="$input"; done', 'sh', ...inputs], {
      encoding: 'utf8',
    });
    expect(stdout).toBe(inputs.map((input) => `${formatCapsh(input)}\n`).join(''));
  });
});

function randomCase(random: Random, i: number): Case {
  const lastCap = random.pick(...lastCaps);
  const kind = 'TFAB'[i % 4] as string;
  if (kind === 'T' || kind === 'A') {
    const text = kind === 'T' ? randomCapText(random) : randomIabText(random);
    const ours = () => {
      if (kind === 'A') return orDash(() => Object.values(parseIab(text)));
      return orDash(() => Object.values(parseCapText(text, { lastCap })));
    };
    const hex = Buffer.from(text).toString('hex');
    return { question: `${kind} ${lastCap} ${hex}`, shown: `${kind} ${lastCap} ${JSON.stringify(text)}`, ours };
  }
  const masks = [random.mask(), random.mask(), random.mask()];
  const [a, b, c] = masks.map((mask) => CapabilitySet.fromBigInt(mask)) as [
    CapabilitySet,
    CapabilitySet,
    CapabilitySet,
  ];
  const question = `${kind} ${lastCap} ${masks.map((mask) => mask.toString(16)).join(' ')}`;
  const ours =
    kind === 'F'
      ? () => formatCapText({ effective: a, permitted: b, inheritable: c }, { lastCap })
      : () => formatIab({ inheritable: a, ambient: b, blocked: c }, { lastCap });
  return { question, shown: question, ours };
}

function orDash(parse: () => CapabilitySet[]): string {
  try {
    return parse()
      .map((set) => set.toHex())
      .join(' ');
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error;
    return '-';
  }
}

function randomMaskInput(random: Random): string {
  const hex = () => random.mask().toString(16);
  return random.pick(
    hex,
    () => hex().toUpperCase(),
    () => `0x${hex()}`,
    () => `0X${hex()}`,
    () => `-${hex()}`,
    () => `${random.pick(' ', '\t', '\n', '\v\r\f ')}${random.pick('', '+', '-')}${hex()}`,
    () => `${hex()}${hex()}`,
    () => `000000000000${hex()}`,
    () => `${hex()}${random.pick('zz', ',2', ' 1', 'é', '\n')}`,
    () =>
      random.pick(
        '',
        ' ',
        'zz',
        '0x',
        '0xg',
        '-',
        '+',
        '--1',
        '-0x',
        '0x-1',
        '-1',
        '-0',
        'é',
        '=',
        '18446744073709551616',
      ),
  )();
}
