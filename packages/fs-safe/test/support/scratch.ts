import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

/** Gives each test a directory of its own, mode 0755, that is removed after it. */
export function useScratch(): (base?: string) => string {
  const made: string[] = [];
  afterEach(() => {
    for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
  });
  return (base = tmpdir()) => {
    const dir = mkdtempSync(join(base, 'fs-safe-test-'));
    chmodSync(dir, 0o755);
    made.push(dir);
    return dir;
  };
}
