import type { ChildProcess } from 'node:child_process';
import { endProgram, startMeasured } from '../processes.js';
import { type Measured, measureIn } from './ask.js';
import { type SubjectName, subjects } from './subjects/index.js';
import type { Round, Workload } from './workload.js';

export interface Measurement {
  readonly subject: SubjectName;
  readonly workload: Workload;
  readonly rounds: readonly Round[];
  /** Bytes allocated on V8's heap per call; from a round of its own, since sampling costs time. */
  readonly allocatedBytes: number;
}

export interface CallsOptions {
  readonly rounds: number;
  readonly workloads: readonly Workload[];
  readonly subjects: readonly SubjectName[];
  /** `host:port` of the backends, with commas between them. */
  readonly address: string;
  readonly progress: (line: string) => void;
}

/** Measures every subject with every workload; interleaved, so that a machine that slows down slows all of them. */
export async function measureCalls(options: CallsOptions): Promise<Measurement[]> {
  const { rounds, workloads, address, progress } = options;
  const clients = new Map<SubjectName, ChildProcess>();
  try {
    for (const name of options.subjects) clients.set(name, await startClient(name, address));
    const measurements: Measurement[] = [];
    for (const workload of workloads) {
      progress(workload.name);
      measurements.push(...(await measureWorkload(clients, workload, rounds)));
    }
    return measurements;
  } finally {
    await Promise.all([...clients.values()].map(endProgram));
  }
}

/** One client in a process of its own. */
export async function startClient(subject: SubjectName, address: string): Promise<ChildProcess> {
  if (!subjects[subject]) throw new Error(`no client "${subject}"; there are ${Object.keys(subjects).join('; ')}`);
  const env = { SUBJECT: subject, ADDRESS: address };
  const { child } = await startMeasured(new URL('client-process.ts', import.meta.url), env);
  return child;
}

async function measureWorkload(
  clients: ReadonlyMap<SubjectName, ChildProcess>,
  workload: Workload,
  rounds: number,
): Promise<Measurement[]> {
  const collected = new Map([...clients.keys()].map((name) => [name, [] as Measured['round'][]]));
  // The first round warms the compiler up and is not counted.
  for (let round = -1; round < rounds; round++) {
    for (const [name, child] of clients) {
      const result = await measureIn(child, 'round', workload);
      if (round >= 0) collected.get(name)?.push(result);
    }
  }
  const measurements: Measurement[] = [];
  for (const [subject, child] of clients) {
    const allocatedBytes = await measureIn(child, 'allocation', workload);
    measurements.push({ subject, workload, rounds: collected.get(subject) ?? [], allocatedBytes });
  }
  return measurements;
}
