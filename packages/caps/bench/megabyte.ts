// How long each parser takes for a megabyte of each kind of input, cold and warm:
//   npx tsx --conditions=@org/source packages/caps/bench/megabyte.ts
import { decodeFileCapabilities, decodeMask, formatCapsh, parseCapText, parseIab, parseProcStatus } from '@org/caps';

const parsers = { decodeMask, formatCapsh, parseCapText, parseIab, parseProcStatus, decodeFileCapabilities };
const inputs = [
  '0',
  '08',
  '0x',
  '= ',
  '=p ',
  '63=p ',
  'all=e+p-i+e ',
  'cap_chown=ep ',
  'cap_chown,',
  '!^cap_chown,',
  '!',
  ' ',
]
  .concat(['\n', 'a: b\n', 'Groups:', ':', 'f', '\u00e9'])
  .map((token) => token.repeat(Math.ceil(2 ** 20 / token.length)))
  .concat(`Groups:\t${'1 '.repeat(2 ** 19)}\n`, `Name:\t${'\\n'.repeat(2 ** 19)}\n`, `${'\n'.repeat(2 ** 20 - 1)}:`);

const results = Object.entries(parsers).flatMap(([name, parse]) =>
  inputs.map((input) => {
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      try {
        parse(input);
      } catch {}
      return performance.now() - start;
    });
    return {
      parser: name,
      input: JSON.stringify(input.slice(0, 16)),
      coldMs: times[0] ?? 0,
      warmMs: Math.min(...times),
    };
  }),
);
results.sort((a, b) => b.coldMs - a.coldMs);
for (const { parser, input, coldMs, warmMs } of results.slice(0, 8)) {
  console.log(
    `${coldMs.toFixed(1).padStart(6)} ms cold ${warmMs.toFixed(1).padStart(6)} ms warm  ${parser} of ${input}`,
  );
}
