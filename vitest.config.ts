import { defineConfig } from 'vitest/config';
import LongestFirst from './scripts/longest-first.ts';

// 'import' must not be here: Node would then hand ES modules to CommonJS packages that require their dependencies.
const conditions = ['@org/source', 'node'];
const source = { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } } };

export default defineConfig({
  ...source,
  test: {
    reporters: ['default', './scripts/count-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    coverage: {
      provider: 'custom',
      customProviderModule: './scripts/process-coverage/provider.ts',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts'],
      thresholds: { lines: 95 },
    },
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts'],
          // A thousand generated inputs take a second; on a machine that does other work too, more.
          testTimeout: 30_000,
        },
      },
      {
        ...source,
        test: {
          name: 'integration',
          include: [
            'packages/*/test/**/*.test.ts',
            'testing/src/**/*.test.ts',
            'examples/*/test/**/*.test.ts',
            'charts/test/**/*.test.ts',
            'bench/**/*.test.ts',
            'docs/**/*.test.ts',
            'e2e/packages/**/*.test.ts',
            'e2e/generators/**/*.test.ts',
            'e2e/foreign-clients/**/*.test.ts',
          ],
          setupFiles: process.env['GRPC_KIT_ENGINE'] ? ['packages/grpc-kit/test/support/engine.setup.ts'] : [],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Processes, sockets and clocks: two at a time is what a two-core machine carries honestly.
          maxWorkers: 2,
          // Vitest wants an order where the projects differ in workers: the quick ones first.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
