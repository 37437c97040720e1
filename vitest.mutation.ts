import { defineConfig } from 'vitest/config';

const conditions = ['@org/source', 'node'];

/** The tests that judge mutants: those that need nothing but the code, and take no second. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/{caps,grpc-kit}/src/**/*.test.ts', 'packages/caps/test/posture.test.ts'],
    // Megabytes of input, and time limits that instrumented code would not keep.
    exclude: ['**/hostile-input.test.ts', '**/cli/*.test.ts'],
    isolate: false,
    setupFiles: ['./scripts/mutation-setup.ts'],
  },
});
