import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdMap } from './id-map.js';
import * as caps from './index.js';
import { parseMountinfo } from './posture/mountinfo.js';

const parsers: Readonly<Record<string, (input: string) => unknown>> = {
  decodeMask: caps.decodeMask,
  'CapabilitySet.fromHex': caps.CapabilitySet.fromHex,
  'CapabilitySet.fromNames': (input) => caps.CapabilitySet.fromNames([input]),
  formatCapsh: caps.formatCapsh,
  parseCapText: caps.parseCapText,
  parseIab: caps.parseIab,
  parseProcStatus: caps.parseProcStatus,
  decodeFileCapabilities: caps.decodeFileCapabilities,
  'decodeFileCapabilities of bytes': (input) => caps.decodeFileCapabilities(Buffer.from(input, 'latin1')),
  explainCapability: caps.explainCapability,
  parseMountinfo,
  parseIdMap,
};

// Built from what each grammar is made of, so that long inputs get past the first character.
const tokens = [
  'cap_chown',
  'cap_',
  'all',
  '0',
  '08',
  '0x',
  '64',
  '=',
  '+',
  '-',
  'e',
  'ip',
  ',',
  ' ',
  '\t',
  '\n',
  '!',
  '^',
  '%',
].concat([
  'f',
  'a80425fb',
  'CapEff:',
  '\t00000000a80425fb',
  'Uid:',
  'Groups:',
  '1 ',
  ':',
  '\\',
  '\0',
  'é',
  '=',
  ' - ',
  '/',
  '\\040',
]);
const garbage = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...tokens), { maxLength: 60 }).map((parts) => parts.join('')),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

/** What an attempt costs that may be refused, in milliseconds of CPU. */
function cpuMsOf(attempt: () => unknown): number {
  const start = process.cpuUsage();
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(caps.CapsError);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

describe.each(Object.entries(parsers))('%s', (_, parse) => {
  it('throws nothing but its own error', () => {
    fc.assert(
      fc.property(garbage, (input) => {
        try {
          parse(input);
        } catch (error) {
          expect(error).toBeInstanceOf(caps.CapsError);
          expect((error as Error).message.length).toBeLessThan(400);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a megabyte in its stride', () => {
    const megabyte = tokens.map((token) => token.repeat(Math.ceil(2 ** 20 / token.length)));
    megabyte.push('cap_chown=ep '.repeat(80_000), 'cap_chown,'.repeat(100_000), '!^cap_chown,'.repeat(90_000));
    megabyte.push(
      `${'\n'.repeat(2 ** 20 - 1)}:`,
      `Groups:\t${'1 '.repeat(2 ** 19)}\n`,
      `Groups:\t${'1'.repeat(2 ** 20)}x\n`,
    );
    megabyte.push(
      'a 0 0:0 / / rw - x x x\n'.repeat(45_000),
      `${'1'.repeat(2 ** 20)}=p`,
      `Name:\t${'\\n'.repeat(2 ** 19)}\n`,
    );
    // 50 ms is the promise, which bench/ measures; a busy machine and a cold compiler get ten times that, and three tries.
    for (const input of megabyte) {
      const costs: number[] = [];
      do costs.push(cpuMsOf(() => parse(input)));
      while (costs.length < 3 && Math.min(...costs) >= 500);
      expect(Math.min(...costs), JSON.stringify(input.slice(0, 20))).toBeLessThan(500);
    }
  });
});

describe.each(
  Object.entries(parsers).filter(
    ([name]) => !['parseMountinfo', 'parseIdMap', 'decodeFileCapabilities of bytes', 'formatCapsh'].includes(name),
  ),
)('%s', (_, parse) => {
  it.each([undefined, null, {}, [], true, Symbol.iterator, Number.NaN])('refuses %s with its own error', (input) => {
    expect(() => parse(input as unknown as string)).toThrow(caps.CapsError);
  });
});
