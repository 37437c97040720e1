import { endProgram, startMeasured } from '../processes.js';

export interface CyclesResult {
  readonly cycles: number;
  /** Of the heap after collection, in bytes, between the cycles of the warm-up and the last. */
  readonly grownBytes: number;
  /** Sockets and timers that are still there. */
  readonly handles: number;
}

const CYCLES = 10_000;

/** What is left of clients that were opened, used once and closed. */
export async function measureCycles(address: string): Promise<CyclesResult> {
  const env = { ADDRESS: address, CYCLES: String(CYCLES) };
  const { child, greeting } = await startMeasured(new URL('cycles-process.ts', import.meta.url), env, ['--expose-gc']);
  await endProgram(child);
  return { cycles: CYCLES, ...(greeting as Omit<CyclesResult, 'cycles'>) };
}

export function cyclesText({ cycles, grownBytes, handles }: CyclesResult): string {
  const each = (grownBytes / cycles).toFixed(1);
  return [
    `${cycles.toLocaleString('en')} clients opened, used for a call and closed leave ${(grownBytes / 1024).toFixed(0)} kB on the heap`,
    `(${each} bytes each) and ${handles} sockets and timers.`,
  ].join(' ');
}
