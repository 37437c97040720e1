import { endProgram, startMeasured, startProgram } from '../processes.js';

/** One client over so many backends. */
export interface ScaleCost {
  readonly backends: number;
  /** 0: all of them. */
  readonly subsetSize: number;
  /** CPU until every connection stands, of one backend replaced, and of all of them, in µs. */
  readonly connectMicros: number;
  readonly oneMicros: number;
  readonly allMicros: number;
  /** Growth of the resident set by connecting, in bytes. */
  readonly rss: number;
  readonly connections: number;
  /** CPU of a pick with its bookkeeping, in ns; not measured with a subset. */
  readonly roundRobinNanos?: number;
  readonly leastRequestNanos?: number;
}

/** Measures a client of its own process for each size. */
export async function measureScale(sizes: readonly { backends: number; subsetSize: number }[]): Promise<ScaleCost[]> {
  const server = await startProgram(new URL('../scenarios/backend-process.ts', import.meta.url), {
    BACKEND_HOST: '0.0.0.0',
  });
  const { port } = server.greeting as { port: number };
  const costs: ScaleCost[] = [];
  for (const { backends, subsetSize } of sizes) {
    const { child, greeting } = await startMeasured(new URL('client-process.ts', import.meta.url), {
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
  const nanos = (value: number | undefined): string => value?.toFixed(0) ?? '–';
  return [
    '| backends | subsetSize | connections | memory for them, MB | CPU to connect, ms | CPU of one backend replaced, ms | CPU of all replaced, ms | pick, round_robin, ns | pick, least_request, ns |',
    '|---|---|---|---|---|---|---|---|---|',
    ...costs.map((cost) => {
      const cells = [
        cost.backends,
        cost.subsetSize || 'all',
        cost.connections,
        (cost.rss / 2 ** 20).toFixed(1),
        ms(cost.connectMicros),
        ms(cost.oneMicros),
        ms(cost.allMicros),
        nanos(cost.roundRobinNanos),
        nanos(cost.leastRequestNanos),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}
