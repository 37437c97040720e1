import { posix } from 'node:path';
import { evidenceOf, type Files, type Reading } from './files.js';
import { exact, type Finding, unknown } from './finding.js';
import { type Mount, parseMountinfo } from './mountinfo.js';

/** The tightest limits of the process's cgroup and those above it that can be seen. */
export interface Limits {
  readonly memoryBytes: Finding<number | 'unlimited'>;
  /** CPUs' worth of time, such as 0.5. */
  readonly cpus: Finding<number | 'unlimited'>;
  readonly pids: Finding<number | 'unlimited'>;
}

type Limit = number | 'unlimited' | undefined;
type ReadLimit = (directory: string) => { limit: Limit; readings: Reading[] };

const hidden = 'with an own cgroup namespace the limits of cgroups above it cannot be seen';

/** Reads the limits of cgroup v2, or of v1 where a controller is still there (cgroups(7)). */
export function inspectLimits(files: Files): Limits {
  const cgroup = files.own('cgroup');
  const mounts = parseMountinfo(files.own('mountinfo').text ?? '');
  const find = (controller: string, v2: ReadLimit, v1: ReadLimit): Finding<number | 'unlimited'> => {
    const directories = cgroupDirectories(cgroup.text ?? '', mounts, controller);
    const tried = directories.map(({ path, version }) => {
      const { limit, readings } = (version === 2 ? v2 : v1)(path);
      const missing = readings.every(({ error }) => error === 'ENOENT');
      return { limit: missing && isRootCgroup(files, path, version, controller) ? 'unlimited' : limit, readings };
    });
    const limits = tried.flatMap<number | 'unlimited'>(({ limit }) => (limit === undefined ? [] : [limit]));
    const readings = tried.flatMap((each) => each.readings);
    const evidence = [...readings.filter(({ error }) => error === undefined), cgroup].map(evidenceOf);
    if (limits.length === 0) return unknown(evidence, 'no cgroup filesystem with this controller is mounted');
    const numbers = limits.filter((limit) => limit !== 'unlimited');
    return exact<number | 'unlimited'>(numbers.length > 0 ? Math.min(...numbers) : 'unlimited', evidence, hidden);
  };
  const single =
    (name: string): ReadLimit =>
    (directory) => {
      const reading = files.inRoot(posix.join(directory, name));
      return { limit: parseLimit(reading.text), readings: [reading] };
    };
  const cpuV2: ReadLimit = (directory) => {
    const reading = files.inRoot(posix.join(directory, 'cpu.max'));
    const [quota, period] = (reading.text ?? '').trim().split(' ');
    return { limit: cpus(parseLimit(quota), Number(period)), readings: [reading] };
  };
  const cpuV1: ReadLimit = (directory) => {
    const readings = ['cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((name) => files.inRoot(posix.join(directory, name)));
    return { limit: cpus(parseLimit(readings[0]?.text), Number(readings[1]?.text)), readings };
  };
  return {
    memoryBytes: find('memory', single('memory.max'), single('memory.limit_in_bytes')),
    cpus: find('cpu', cpuV2, cpuV1),
    pids: find('pids', single('pids.max'), single('pids.max')),
  };
}

// v1 writes "no limit" as the largest page-aligned number (memory) or -1 (cpu).
const noLimit = 2 ** 62;

function parseLimit(text: string | undefined): Limit {
  const value = text?.trim();
  if (value === 'max' || value === '-1') return 'unlimited';
  if (value === undefined || !/^\d+$/.test(value)) return undefined;
  return Number(value) >= noLimit ? 'unlimited' : Number(value);
}

function cpus(quota: Limit, period: number): Limit {
  if (typeof quota !== 'number') return quota;
  return period > 0 ? quota / period : undefined;
}

// A root cgroup has the controller but no file to limit it with.
function isRootCgroup(files: Files, path: string, version: 1 | 2, controller: string): boolean {
  if (version === 1) return files.inRoot(posix.join(path, 'cgroup.procs')).error === undefined;
  const { text = '' } = files.inRoot(posix.join(path, 'cgroup.controllers'));
  return text.trim().split(' ').includes(controller);
}

interface CgroupDirectory {
  readonly path: string;
  readonly version: 1 | 2;
}

// From the process's own cgroup up to the mounted one: the kernel applies the limits of all of them.
function cgroupDirectories(cgroup: string, mounts: readonly Mount[], controller: string): CgroupDirectory[] {
  const directories: CgroupDirectory[] = [];
  for (const line of cgroup.split('\n')) {
    const [, id, controllers, path] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    const version = id === '0' && controllers === '' ? 2 : 1;
    if (version === 1 && !controllers?.split(',').includes(controller)) continue;
    const mount = mounts.find(({ type, superOptions }) =>
      version === 2 ? type === 'cgroup2' : type === 'cgroup' && superOptions.includes(controller),
    );
    if (!mount) continue;
    // Inside a container the mount may start at the container's own cgroup while the path is the host's.
    let below = mount.root === '/' ? path : posix.relative(mount.root, path);
    if (below.startsWith('..')) below = '';
    for (let at = posix.join('/', below); ; at = posix.dirname(at)) {
      directories.push({ path: posix.join(mount.mountPoint, at), version });
      if (at === '/') break;
    }
  }
  return directories;
}
