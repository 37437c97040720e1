import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CGROUPS = '/sys/fs/cgroup';
const OURS = /^e2e-containers-(\d+)-/;

/** Begins the name of everything that a run makes outside its own namespaces; the process tells whether it still runs. */
export const runName = (pid: number): string => `e2e-containers-${pid}-`;

/** Removes what this run made, and what runs left behind that were killed with everything in them. */
export function removeLeftovers(): void {
  const mine = (name: string): boolean => {
    const pid = Number(OURS.exec(name)?.[1] ?? 0);
    return pid === process.pid || (pid > 0 && !existsSync(`/proc/${pid}`));
  };
  for (const name of readdirSync(tmpdir()).filter(mine)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  for (const controller of existsSync(CGROUPS) ? readdirSync(CGROUPS, { withFileTypes: true }) : []) {
    if (!controller.isDirectory()) continue;
    const directory = join(CGROUPS, controller.name);
    for (const name of readdirSync(directory).filter(mine)) rmdirSync(join(directory, name));
  }
}
