import { endProgram, startProgram } from '../processes.js';

/** One client over so many backends. */
export interface ScaleCost {
  readonly backends: number;
  /** 0: all of them. */
  readonly subsetSize: number;
  /** CPU until every connection stands, of one backend replaced, and of all of them, in µs. */
  readonly connectMicros: number;
  readonly oneMicros: number;
  readonly allMicros: number;
  /** Resident set once connected, in bytes. */
  readonly rss: number;
}

/** Measures a client of its own process for each size. */
export async function measureScale(sizes: readonly { backends: number; subsetSize: number }[]): Promise<ScaleCost[]> {
  const server = await startProgram(new URL('../scenarios/backend-process.ts', import.meta.url), {
    BACKEND_HOST: '0.0.0.0',
  });
  const { port } = server.greeting as { port: number };
  const costs: ScaleCost[] = [];
  for (const { backends, subsetSize } of sizes) {
    const { child, greeting } = await startProgram(new URL('client-process.ts', import.meta.url), {
      PORT: String(port),
      COUNT: String(backends),
      SUBSET: String(subsetSize),
    });
    await endProgram(child);
    costs.push({ backends, subsetSize, ...(greeting as Omit<ScaleCost, 'backends' | 'subsetSize'>) });
  }
  await endProgram(server.child);
  return costs;
}

export const SCALES: readonly { backends: number; subsetSize: number }[] = [1, 10, 100, 1000]
  .map((backends) => ({ backends, subsetSize: 0 }))
  .concat([{ backends: 1000, subsetSize: 20 }]);

export function scaleTable(costs: readonly ScaleCost[]): string {
  const ms = (micros: number): string => (micros / 1000).toFixed(1);
  return [
    '| backends | subsetSize | memory, MB | CPU to connect, ms | CPU of one backend replaced, ms | CPU of all replaced, ms |',
    '|---|---|---|---|---|---|',
    ...costs.map(
      ({ backends, subsetSize, rss, connectMicros, oneMicros, allMicros }) =>
        `| ${backends} | ${subsetSize || 'all'} | ${(rss / 2 ** 20).toFixed(0)} | ${ms(connectMicros)} | ${ms(oneMicros)} | ${ms(allMicros)} |`,
    ),
  ].join('\n');
}
