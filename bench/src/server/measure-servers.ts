import type { ChildProcess } from 'node:child_process';
import { measureIn } from '../calls/ask.js';
import { startClient } from '../calls/measure-calls.js';
import { endProgram, nextMessage } from '../processes.js';
import { quartiles, summary } from '../statistics.js';
import { startServer } from './start-server.js';
import { OBSERVED_BASELINE, SERVER_BASELINE, type ServerSubjectName, serverSubjects } from './subjects.js';

/** CPU of each server per call, in µs, round by round. */
export type ServerCosts = ReadonlyMap<ServerSubjectName, readonly number[]>;

const subjects = Object.keys(serverSubjects) as ServerSubjectName[];
const serverWorkload = { name: 'servers', kind: 'unary', bytes: 128, inFlight: 64, count: 5000 } as const;

/** A process keeps what its compiler and heap have settled on, which can be a tenth: after so many rounds others begin. */
const ROUNDS_OF_A_PROCESS = 3;

/** What a call costs each kind of server, asked by the cheapest client there is. */
export async function measureServers(rounds: number): Promise<ServerCosts> {
  const costs = new Map(subjects.map((subject) => [subject, [] as number[]]));
  for (let measured = 0; measured < rounds; measured += ROUNDS_OF_A_PROCESS) {
    await measureProcesses(Math.min(ROUNDS_OF_A_PROCESS, rounds - measured), costs);
  }
  return costs;
}

/** Starts every server, lets the compiler warm up for a round, and adds the rounds after it. */
async function measureProcesses(rounds: number, costs: ReadonlyMap<ServerSubjectName, number[]>): Promise<void> {
  const pairs: { subject: ServerSubjectName; server: ChildProcess; client: ChildProcess }[] = [];
  try {
    for (const subject of subjects) {
      const { child, port } = await startServer(subject);
      pairs.push({ subject, server: child, client: await startClient('node:http2', `127.0.0.1:${port}`) });
    }
    for (let round = -1; round < rounds; round++) {
      for (const { subject, server, client } of pairs) {
        const before = await cpuOf(server);
        await measureIn(client, 'round', serverWorkload);
        const micros = ((await cpuOf(server)) - before) / serverWorkload.count;
        if (round >= 0) costs.get(subject)?.push(micros);
      }
    }
  } finally {
    await Promise.all(pairs.flatMap(({ server, client }) => [endProgram(client), endProgram(server)]));
  }
}

async function cpuOf(server: ChildProcess): Promise<number> {
  server.send('cpu');
  return (await nextMessage(server)) as number;
}

export function serverTable(costs: ServerCosts): string {
  const ratio = (micros: readonly number[], baseline: ServerSubjectName): string => {
    const other = costs.get(baseline) ?? [];
    const { lower, median, upper } = quartiles(micros.map((value, index) => value / (other[index] ?? Number.NaN)));
    return `${median.toFixed(2)} (${lower.toFixed(2)}–${upper.toFixed(2)})`;
  };
  return [
    `Ratios are medians of neighbouring rounds, with their quartiles; every ${ROUNDS_OF_A_PROCESS} rounds in processes of their own.`,
    '',
    `| server | server CPU, µs/call (min–max) | to ${SERVER_BASELINE} | to the same by hand |`,
    '|---|---|---|---|',
    ...[...costs].map(([name, micros]) => {
      const { median, min, max } = summary(micros);
      const cost = `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;
      return `| ${name} | ${cost} | ${ratio(micros, SERVER_BASELINE)} | ${ratio(micros, OBSERVED_BASELINE)} |`;
    }),
  ].join('\n');
}
