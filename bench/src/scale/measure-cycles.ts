import { endProgram, startMeasured } from '../processes.js';

export interface CyclesResult {
  readonly client: string;
  readonly cycles: number;
  /** Of the heap after collection, in bytes, between the cycles of the warm-up and the last. */
  readonly grownBytes: number;
  /** Sockets and timers that are still there. */
  readonly handles: number;
}

const CYCLES = 10_000;
/** The second shows how much of it is not the kit's. */
const CLIENTS = ['kit', 'grpc-js'] as const;

/** What is left of clients that were opened, used once and closed. */
export async function measureCycles(address: string): Promise<CyclesResult[]> {
  const results: CyclesResult[] = [];
  for (const client of CLIENTS) {
    const env = { CLIENT: client, ADDRESS: address, CYCLES: String(CYCLES) };
    const { child, greeting } = await startMeasured(new URL('cycles-process.ts', import.meta.url), env, [
      '--expose-gc',
    ]);
    await endProgram(child);
    results.push({ client, cycles: CYCLES, ...(greeting as Pick<CyclesResult, 'grownBytes' | 'handles'>) });
  }
  return results;
}

export function cyclesTable(results: readonly CyclesResult[]): string {
  return [
    '| client | opened, used for a call and closed | left on the heap, kB | bytes each | sockets and timers left |',
    '|---|---|---|---|---|',
    ...results.map(({ client, cycles, grownBytes, handles }) => {
      const cells = [
        client,
        cycles.toLocaleString('en'),
        (grownBytes / 1024).toFixed(0),
        (grownBytes / cycles).toFixed(1),
      ];
      return `| ${cells.join(' | ')} | ${handles} |`;
    }),
  ].join('\n');
}
