import type { Summary } from '../statistics.js';
import type { ImportCost } from './measure-start.js';

const range = ({ median, min, max }: Summary): string => `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;

export function importTable(costs: readonly ImportCost[]): string {
  return [
    '| import | ms (min–max) | resident memory, MB (min–max) |',
    '|---|---|---|',
    ...costs.map(({ name, ms, rssMb }) => `| \`${name}\` | ${range(ms)} | ${range(rssMb)} |`),
  ].join('\n');
}

export function firstReplyTable(times: ReadonlyMap<string, Summary>): string {
  return [
    '| client | process start to exit with one reply, ms (min–max) |',
    '|---|---|',
    ...[...times].map(([name, ms]) => `| ${name} | ${range(ms)} |`),
  ].join('\n');
}
