import type { ChildProcess } from 'node:child_process';
import { endProgram, nextMessage, startProgram } from '../processes.js';
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
  readonly subjects?: readonly SubjectName[];
  readonly progress: (line: string) => void;
}

/** Measures every subject with every workload; interleaved, so that a machine that slows down slows all of them. */
export async function measureCalls(options: CallsOptions): Promise<Measurement[]> {
  const { rounds, workloads, subjects: names = Object.keys(subjects) as SubjectName[], progress } = options;
  const server = await startProgram(new URL('server-process.ts', import.meta.url));
  const address = `127.0.0.1:${server.greeting}`;
  const clients = new Map<SubjectName, ChildProcess>();
  for (const name of names) {
    const { child } = await startProgram(new URL('client-process.ts', import.meta.url), {
      SUBJECT: name,
      ADDRESS: address,
    });
    clients.set(name, child);
  }
  try {
    const measurements: Measurement[] = [];
    for (const workload of workloads) {
      progress(workload.name);
      measurements.push(...(await measureWorkload(clients, workload, rounds)));
    }
    return measurements;
  } finally {
    await Promise.all([...clients.values(), server.child].map(endProgram));
  }
}

async function measureWorkload(
  clients: ReadonlyMap<SubjectName, ChildProcess>,
  workload: Workload,
  rounds: number,
): Promise<Measurement[]> {
  const collected = new Map([...clients.keys()].map((name) => [name, [] as Round[]]));
  // The first round warms the compiler up and is not counted.
  for (let round = -1; round < rounds; round++) {
    for (const [name, child] of clients) {
      const result = (await ask(child, workload, false)) as Round;
      if (round >= 0) collected.get(name)?.push(result);
    }
  }
  const measurements: Measurement[] = [];
  for (const [subject, child] of clients) {
    const allocatedBytes = (await ask(child, workload, true)) as number;
    measurements.push({ subject, workload, rounds: collected.get(subject) ?? [], allocatedBytes });
  }
  return measurements;
}

async function ask(child: ChildProcess, workload: Workload, allocation: boolean): Promise<unknown> {
  const reply = nextMessage(child);
  child.send({ workload, allocation });
  const { round, error } = (await reply) as { round: unknown; error?: string };
  if (error) throw new Error(error);
  return round;
}
