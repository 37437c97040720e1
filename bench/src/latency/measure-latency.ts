import type { Measurement } from '../calls/measure-calls.js';
import { measureCalls } from '../calls/measure-calls.js';
import type { SubjectName } from '../calls/subjects/index.js';
import { BASELINE } from '../calls/subjects/index.js';
import type { Workload } from '../calls/workload.js';
import { endProgram, startMeasured } from '../processes.js';
import { pairedRatio, summary } from '../statistics.js';

/** On the way there and on the way back. */
const DELAY_MS = 10;
const MEGABYTE = 1_000_000;

const workloads: readonly Workload[] = [
  { name: '1 at a time', kind: 'reply', bytes: MEGABYTE, inFlight: 1, count: 4 },
  { name: '4 at a time', kind: 'reply', bytes: MEGABYTE, inFlight: 4, count: 8 },
];

const names: readonly SubjectName[] = ['grpc-js', 'kit native()', 'kit client(), default', 'nice-grpc', 'connect-node'];

/** Replies of 1 MB over a path with a round trip of 20 ms: what the flow control window is for. */
export async function measureLatency(
  port: number,
  rounds: number,
  progress: (line: string) => void,
): Promise<Measurement[]> {
  const env = { TARGET_PORT: String(port), DELAY_MS: String(DELAY_MS) };
  const proxy = await startMeasured(new URL('delay-proxy.ts', import.meta.url), env);
  try {
    const address = `127.0.0.1:${proxy.greeting}`;
    return await measureCalls({ rounds, workloads, subjects: names, address, progress });
  } finally {
    await endProgram(proxy.child);
  }
}

export function latencyTable(measurements: readonly Measurement[]): string {
  const rates = ({ rounds }: Measurement): number[] => rounds.map(({ perSecond }) => perSecond);
  const rows = measurements.map((measurement) => {
    const { subject, workload, rounds } = measurement;
    const baseline = measurements.find((other) => other.subject === BASELINE && other.workload === workload);
    const { median, min, max } = summary(rates(measurement));
    const ratio = baseline ? pairedRatio(rates(measurement), rates(baseline)).median.toFixed(1) : '–';
    const p50 = summary(rounds.map(({ p50Ms }) => p50Ms)).median.toFixed(0);
    return `| ${subject} | ${workload.name} | ${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)}) | ${ratio}× | ${p50} |`;
  });
  return [
    `| client | replies of 1 MB | replies/s (min–max) | to ${BASELINE} | p50 ms |`,
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
