import { measureCalls } from './calls/measure-calls.js';
import { callTables } from './calls/report.js';
import type { SubjectName } from './calls/subjects/index.js';
import { workloads } from './calls/workload.js';
import { featureTable, measureFeatures } from './features/measure-features.js';
import { latencyTable, measureLatency } from './latency/measure-latency.js';
import { libraryTables, measureLibraries } from './libraries/measure-libraries.js';
import { endProgram } from './processes.js';
import { measureProfiles, profileTables } from './profile/measure-profiles.js';
import { cyclesTable, measureCycles } from './scale/measure-cycles.js';
import { measureScale, SCALES, scaleTable } from './scale/measure-scale.js';
import { measureServers, serverTable } from './server/measure-servers.js';
import { startServer } from './server/start-server.js';
import { measureFirstReply, measureImports, requireBuilt } from './start/measure-start.js';
import { firstReplyTable, importTable } from './start/report.js';

interface PartOptions {
  readonly rounds: number;
  /** Only the workloads of `calls` that bear this in their names. */
  readonly workloads: string;
  /** The clients of `calls`. */
  readonly subjects: readonly SubjectName[];
  readonly progress: (line: string) => void;
}

/** One part of the report, and the page whose section of the same name its tables replace. */
export interface Part {
  readonly page: 'performance.md' | 'scaling.md';
  measure(options: PartOptions): Promise<{ readonly figures: unknown; readonly tables: string }>;
}

async function onPlainServer<T>(measure: (port: number) => Promise<T>): Promise<T> {
  const { child, port } = await startServer('grpc-js Server, channelz off');
  try {
    return await measure(port);
  } finally {
    await endProgram(child);
  }
}

/** Everything that is measured, in this order. */
export const parts: Readonly<Record<string, Part>> = {
  calls: {
    page: 'performance.md',
    measure: async (options) => {
      const figures = await onPlainServer((port) =>
        measureCalls({
          ...options,
          address: `127.0.0.1:${port}`,
          workloads: workloads.filter(({ name }) => name.includes(options.workloads)),
        }),
      );
      return { figures, tables: callTables(figures) };
    },
  },
  features: {
    page: 'performance.md',
    measure: async ({ rounds, progress }) => {
      const figures = await measureFeatures(rounds, progress);
      return { figures, tables: featureTable(figures) };
    },
  },
  latency: {
    page: 'performance.md',
    measure: async ({ rounds, progress }) => {
      const figures = await onPlainServer((port) => measureLatency(port, rounds, progress));
      return { figures, tables: latencyTable(figures) };
    },
  },
  servers: {
    page: 'performance.md',
    measure: async ({ rounds }) => {
      const figures = await measureServers(rounds);
      return { figures: Object.fromEntries(figures), tables: serverTable(figures) };
    },
  },
  profile: {
    page: 'performance.md',
    measure: async () => {
      const figures = await measureProfiles();
      return { figures: Object.fromEntries(figures), tables: profileTables(figures) };
    },
  },
  start: {
    page: 'performance.md',
    measure: async ({ rounds }) => {
      requireBuilt();
      const imports = await measureImports(rounds);
      const replies = await onPlainServer((port) => measureFirstReply(`127.0.0.1:${port}`, rounds));
      const tables = `${importTable(imports)}\n\n${firstReplyTable(replies)}`;
      return { figures: { imports, replies: Object.fromEntries(replies) }, tables };
    },
  },
  libraries: {
    page: 'performance.md',
    measure: async () => {
      const figures = await measureLibraries();
      return { figures, tables: libraryTables(figures) };
    },
  },
  scale: {
    page: 'scaling.md',
    measure: async () => {
      const costs = await measureScale(SCALES);
      const cycles = await onPlainServer((port) => measureCycles(`127.0.0.1:${port}`));
      return { figures: { costs, cycles }, tables: `${scaleTable(costs)}\n\n${cyclesTable(cycles)}` };
    },
  },
};
