import { type Measurement, measureCalls } from '../calls/measure-calls.js';
import type { SubjectName } from '../calls/subjects/index.js';
import { endProgram } from '../processes.js';
import { startServer } from '../server/start-server.js';
import { quartiles, summary } from '../statistics.js';

const DEFAULT: SubjectName = 'kit client(), default';

/** Each differs from the default in one thing. */
const variants: readonly SubjectName[] = [
  DEFAULT,
  'kit client(), everything on',
  'kit client(), health checks off',
  'kit client(), outlier detection off',
  'kit client(), retries off',
  'kit client(), least_request',
];

/** Small rounds and many of them: differences of a microsecond drown in what else a machine does in a second. */
const workload = { name: 'features', kind: 'unary', bytes: 128, inFlight: 64, count: 2000 } as const;
const ROUNDS_PER_ROUND = 4;

/** What each feature costs per call, over four backends of one server that answers health checks. */
export async function measureFeatures(rounds: number, progress: (line: string) => void): Promise<Measurement[]> {
  const server = await startServer('kit createServer()', '0.0.0.0');
  try {
    const address = [1, 2, 3, 4].map((host) => `127.0.0.${host}:${server.port}`).join(',');
    const options = { rounds: rounds * ROUNDS_PER_ROUND, workloads: [workload], subjects: variants, address, progress };
    return await measureCalls(options);
  } finally {
    await endProgram(server.child);
  }
}

export function featureTable(measurements: readonly Measurement[]): string {
  const cpu = ({ rounds }: Measurement): number[] => rounds.map(({ cpuMicros }) => cpuMicros);
  const base = measurements.find(({ subject }) => subject === DEFAULT);
  const baseCpu = base ? cpu(base) : [];
  const rows = measurements.map((measurement) => {
    const own = cpu(measurement);
    const differences = own.map((value, index) => value - (baseCpu[index] ?? Number.NaN));
    const { lower, median, upper } = quartiles(differences);
    const difference = measurement === base ? '–' : `${signed(median)} (${signed(lower)} … ${signed(upper)})`;
    return `| ${measurement.subject} | ${summary(own).median.toFixed(1)} | ${Math.min(...own).toFixed(1)} | ${difference} |`;
  });
  const rounds = base?.rounds.length ?? 0;
  return [
    `Medians of ${rounds} interleaved rounds; differences are between rounds that ran next to each other.`,
    '',
    '| client | CPU, µs/call | least | to the default, µs: median (quartiles) |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const signed = (value: number): string => (value < 0 ? `−${(-value).toFixed(1)}` : `+${value.toFixed(1)}`);
