import { setTimeout as delay } from 'node:timers/promises';
import type { CallRecord } from './records.js';
import type { SubjectClient } from './subjects/subject.js';

/** One call, recorded whatever becomes of it. */
async function record(client: SubjectClient, deadlineMs: number): Promise<CallRecord> {
  const at = Date.now();
  const started = performance.now();
  try {
    const backend = await client.call(deadlineMs);
    return { at, ms: performance.now() - started, backend, code: 0 };
  } catch (error) {
    const { code } = error as { code?: unknown };
    return { at, ms: performance.now() - started, backend: '', code: typeof code === 'number' ? code : -1 };
  }
}

/** A fixed number of calls, so many at a time. */
export async function burst(
  client: SubjectClient,
  calls: number,
  concurrency: number,
  deadlineMs: number,
): Promise<CallRecord[]> {
  const records: CallRecord[] = [];
  let left = calls;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) records.push(await record(client, deadlineMs));
    }),
  );
  return records;
}

/** An open-loop load: calls begin at a fixed rate whether or not earlier ones have ended. */
export class SteadyLoad {
  readonly #records: Promise<CallRecord>[] = [];
  readonly #done: Promise<void>;
  #stopped = false;

  constructor(client: SubjectClient, rps: number, deadlineMs: number) {
    this.#done = this.#run(client, 1000 / rps, deadlineMs);
  }

  async #run(client: SubjectClient, intervalMs: number, deadlineMs: number): Promise<void> {
    let next = performance.now();
    while (!this.#stopped) {
      this.#records.push(record(client, deadlineMs));
      next += intervalMs;
      const wait = next - performance.now();
      // A machine that stalls is caught up with, but not with one burst of every missed call.
      if (wait < -1000) next = performance.now();
      if (wait > 0) await delay(wait);
    }
  }

  async stop(): Promise<CallRecord[]> {
    this.#stopped = true;
    await this.#done;
    return Promise.all(this.#records);
  }
}
