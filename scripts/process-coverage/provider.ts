// What `coverage.provider: 'custom'` wants: Vitest's own V8 coverage, with the child processes of the tests counted too.
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import v8 from '@vitest/coverage-v8';
import { V8CoverageProvider } from '@vitest/coverage-v8/dist/provider.js';
import type { CoverageProviderModule, Vitest } from 'vitest/node';
import { addChildren, childrenDirectory } from './children.ts';

class WithChildren extends V8CoverageProvider {
  override initialize(context: Vitest): void {
    super.initialize(context);
    rmSync(childrenDirectory, { recursive: true, force: true });
    mkdirSync(childrenDirectory, { recursive: true });
    const setup = fileURLToPath(new URL('setup.ts', import.meta.url));
    for (const { config } of context.projects) config.setupFiles.push(setup);
  }

  override async generateCoverage(context: { allTestsRun: boolean }) {
    const coverage = await super.generateCoverage(context);
    addChildren(coverage.data);
    return coverage;
  }
}

export default { ...v8, getProvider: () => new WithChildren() } as unknown as CoverageProviderModule;
