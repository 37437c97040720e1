import type { HeapProfiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { bytesMessage } from '../echo.js';
import type { CallSubject } from './subjects/subject.js';
import type { Round, Workload } from './workload.js';

/** Runs one round in this process. */
export async function measure(subject: CallSubject, workload: Workload): Promise<Round> {
  const latencies = new Float64Array(workload.kind === 'download' ? 0 : workload.count);
  const cpu = process.cpuUsage();
  const started = performance.now();
  await play(subject, workload, latencies);
  const elapsedMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort();
  return {
    cpuMicros: (user + system) / workload.count,
    perSecond: (workload.count / elapsedMs) * 1000,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
  };
}

/** Bytes allocated per call, from V8's sampling heap profiler, what was collected since included. */
export async function measureAllocation(subject: CallSubject, workload: Workload): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 16_384,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await play(subject, workload);
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  return allocated(profile.head) / workload.count;
}

function allocated(node: HeapProfiler.SamplingHeapProfileNode): number {
  return node.children.reduce((sum, child) => sum + allocated(child), node.selfSize);
}

/** Makes the calls of a workload; throws when an answer is not what it should be. */
export async function play(
  subject: CallSubject,
  { kind, bytes, inFlight, count }: Workload,
  latencies: Float64Array = new Float64Array(count),
): Promise<void> {
  if (kind === 'download') {
    const received = await subject.download(count, bytes);
    if (received !== count) throw new Error(`${received} of ${count} messages came`);
    return;
  }
  const payload = bytesMessage(bytes);
  const call = async (): Promise<void> => {
    if (kind === 'reply') {
      const received = await subject.download(1, bytes);
      if (received !== 1) throw new Error(`${received} messages instead of one`);
      return;
    }
    const length = await subject.unary(payload);
    if (length !== bytes) throw new Error(`a reply of ${length} bytes instead of ${bytes}`);
  };
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < count) {
        const index = next++;
        const started = performance.now();
        await call();
        latencies[index] = performance.now() - started;
      }
    }),
  );
}
