import { pairedRatio, summary } from '../statistics.js';
import type { Measurement } from './measure-calls.js';
import { BASELINE } from './subjects/index.js';

/** One Markdown table per workload. */
export function callTables(measurements: readonly Measurement[]): string {
  const names = [...new Set(measurements.map(({ workload }) => workload.name))];
  return names
    .map((name) =>
      table(
        name,
        measurements.filter(({ workload }) => workload.name === name),
      ),
    )
    .join('\n');
}

function table(name: string, measurements: readonly Measurement[]): string {
  const baseline = measurements.find(({ subject }) => subject === BASELINE);
  const rows = measurements.map((measurement) => {
    const cpu = cpuOf(measurement);
    const { median, min, max } = summary(cpu);
    const ratio = baseline ? pairedRatio(cpu, cpuOf(baseline)).median.toFixed(2) : '–';
    const of = (key: 'perSecond' | 'p50Ms' | 'p99Ms') => summary(measurement.rounds.map((round) => round[key])).median;
    return `| ${[
      measurement.subject,
      `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`,
      ratio,
      of('perSecond').toFixed(0),
      latency(of('p50Ms')),
      latency(of('p99Ms')),
      (measurement.allocatedBytes / 1024).toFixed(1),
    ].join(' | ')} |`;
  });
  return [
    `### ${name}`,
    '',
    `| client | client CPU, µs/call (min–max) | to ${BASELINE} | calls/s | p50 ms | p99 ms | allocated, kB/call |`,
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const cpuOf = ({ rounds }: Measurement): number[] => rounds.map(({ cpuMicros }) => cpuMicros);
const latency = (ms: number): string => (Number.isNaN(ms) ? '–' : ms.toFixed(2));
