import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';

const INTERVAL_MICROS = 100;

/** V8's CPU profile of this process while the work goes on; what `node --cpu-prof` writes. */
export async function profiled(work: () => Promise<void>): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_MICROS });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return profile;
}
