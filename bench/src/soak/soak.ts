import { getEventListeners, setMaxListeners } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createClientFactory } from '@org/grpc-kit';
import { Backends } from './backends.js';
import { mixedCall, type Outcome, type SoakClient } from './mixed-call.js';
import { SoakService } from './soak-service.js';

export interface SoakOptions {
  /** Mixed calls to backends that are left alone. */
  readonly calls: number;
  /** How long backends are then killed, stopped and cut at random under the same calls, in ms. */
  readonly disturbedMs: number;
  /** How long after its deadline a call may settle, in ms. Default 200; a machine that does other work needs more. */
  readonly graceMs?: number;
}

/** What was counted; every figure but `calls`, `interrupted` and the heap's should be 0. */
export interface SoakResult {
  readonly calls: number;
  readonly unsettled: number;
  /** Non-idempotent calls that ran more than once. */
  readonly repeated: number;
  /** Calls that ended later than `graceMs` after a plain timer for their deadline. */
  readonly late: number;
  /** Idempotent calls that failed unanswered while a backend was connected, and any that failed while nothing was disturbed. */
  readonly failed: number;
  /** Calls that may not be repeated and were cut with their backend. */
  readonly interrupted: number;
  /** What the first late and failed calls were. */
  readonly failures: readonly string[];
  /** Heap after the first tenth of the undisturbed calls, and after all, in bytes. */
  readonly heap: readonly [before: number, after: number];
  /** Listeners left on a signal that all calls shared. */
  readonly listeners: number;
  /** Handles and timers left after `close`. */
  readonly resources: readonly string[];
}

const BACKENDS = 4;
const CALLERS = 32;
const SETTLE_MS = 10_000;

/** Runs the soak against backend processes on loopback. */
export async function soak({ calls, disturbedMs, graceMs = 200 }: SoakOptions): Promise<SoakResult> {
  const resourcesBefore = resources();
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const writesFile = join(folder, 'writes');
  writeFileSync(writesFile, '');
  const backends = await Backends.start(BACKENDS, writesFile);
  const factory = createClientFactory();
  const client = factory.client(SoakService, backends.target);
  const shared = new AbortController();
  setMaxListeners(0, shared.signal);
  const tally = { begun: 0, settled: 0, late: 0, failed: 0, interrupted: 0, failures: [] as string[] };
  let disturbed = false;

  const connected = () => factory.snapshot().some((target) => target.backends.some(({ state }) => state === 'ready'));

  function note(text: string): void {
    if (tally.failures.length < 10) tally.failures.push(text);
  }

  function count({ kind, lateMs, failure, interruption }: Outcome): void {
    tally.settled++;
    if (lateMs > graceMs) {
      tally.late++;
      note(`${kind}: settled ${Math.round(lateMs)} ms after its deadline`);
    }
    const fault = failure !== undefined ? !disturbed || connected() : interruption !== undefined && !disturbed;
    if (fault) {
      tally.failed++;
      note(`${kind}: ${String(failure ?? interruption)}`);
    } else if (interruption !== undefined) tally.interrupted++;
  }

  async function whileTrue(more: () => boolean): Promise<void> {
    const caller = async (): Promise<void> => {
      while (more()) count(await mixedCall(client as SoakClient, `${tally.begun++}`, shared.signal));
    };
    const all = Promise.all(Array.from({ length: CALLERS }, caller));
    // What has not settled by then never will.
    const over = async () => {
      while (more()) await delay(50);
      await delay(SETTLE_MS, undefined, { ref: false });
    };
    await Promise.race([all, over()]);
  }

  try {
    await factory.ready({ timeoutMs: 30_000 });
    await whileTrue(() => tally.begun < calls / 10);
    const before = heapUsed();
    await whileTrue(() => tally.begun < calls);
    disturbed = true;
    const end = Date.now() + disturbedMs;
    const disturbing = (async () => {
      while (Date.now() < end) {
        await backends.disturb();
        await delay(200);
      }
    })();
    await whileTrue(() => Date.now() < end);
    await disturbing;
    const after = heapUsed();
    await factory.close();
    await backends.close();
    const writes = readFileSync(writesFile, 'utf8').split('\n').filter(Boolean);
    return {
      calls: tally.begun,
      unsettled: tally.begun - tally.settled,
      repeated: writes.length - new Set(writes).size,
      late: tally.late,
      failed: tally.failed,
      interrupted: tally.interrupted,
      failures: tally.failures,
      heap: [before, after],
      listeners: getEventListeners(shared.signal, 'abort').length,
      resources: await left(resourcesBefore),
    };
  } finally {
    await factory.close();
    await backends.close();
    rmSync(folder, { recursive: true });
  }
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const resources = () => process.getActiveResourcesInfo().filter((name) => /^(TCP|Timeout|Pipe)/.test(name));

/** What is left of resources that were not there before; the last of them go within a second. */
async function left(before: readonly string[]): Promise<string[]> {
  for (let look = 0; look < 50 && resources().length > before.length; look++) await delay(100);
  return resources().slice(before.length);
}
