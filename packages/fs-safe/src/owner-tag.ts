import { createHash } from 'node:crypto';
import { errnoName, tryCall } from './errno.js';
import type { Host } from './host.js';

/**
 * Names the process that owns a private directory, as part of the directory's name: `SCOPE-PID-START`.
 * Pids mean something only within one pid namespace and boot, which the scope stands for; the start time tells a
 * process from a later one with its pid (in containers every process is pid 1).
 */
export interface OwnerTag {
  readonly scope: string;
  readonly pid: number;
  readonly start: string;
}

/** What a scope is called when /proc does not tell: nobody's liveness can be looked up. */
const unknownScope = 'any';

let ownScope: string | undefined;
let ownStart: string | undefined;

/** The tag of this process; read once, as it cannot change. */
export function ownTag(host: Host): OwnerTag {
  if (!host.hasProc) return { scope: unknownScope, pid: process.pid, start: '0' };
  ownScope ??= readScope(host);
  ownStart ??= startTime(host, process.pid) ?? '0';
  return { scope: ownScope, pid: process.pid, start: ownStart };
}

/** The beginning of the names of one owner's directories; mkdtemp adds six random characters. */
export function formatTag(name: string, tag: OwnerTag): string {
  return `${name}-${tag.scope}-${tag.pid}-${tag.start}-`;
}

/** The owner that a directory of program `name` is named after; `undefined` for any other name. */
export function parseTag(name: string, entry: string): OwnerTag | undefined {
  if (!entry.startsWith(`${name}-`)) return undefined;
  const [, scope, pid, start] =
    /^([a-z0-9]+)-(\d+)-([a-z0-9]+)-[A-Za-z0-9]{6}$/.exec(entry.slice(name.length + 1)) ?? [];
  return scope && pid && start ? { scope, pid: Number(pid), start } : undefined;
}

/** Whether the owner still runs; `unknown` when it lives, or lived, in another container or boot. */
export function isAlive(host: Host, tag: OwnerTag): boolean | 'unknown' {
  const own = ownTag(host);
  if (tag.scope !== own.scope || tag.scope === unknownScope) return 'unknown';
  if (tag.pid === own.pid) return tag.start === own.start;
  try {
    process.kill(tag.pid, 0);
  } catch (error) {
    if (errnoName(error) === 'ESRCH') return false;
  }
  // Unreadable under hidepid: then whoever has the pid counts as the owner.
  const start = startTime(host, tag.pid);
  return start === undefined || start === tag.start;
}

function readScope(host: Host): string {
  const boot = tryCall(() => host.fs.readFileSync(`${host.procRoot}/sys/kernel/random/boot_id`, 'latin1'));
  const namespace = tryCall(() => host.fs.readlinkSync(`${host.procRoot}/self/ns/pid`));
  if (boot === undefined || namespace === undefined) return unknownScope;
  return createHash('sha256').update(boot).update(namespace).digest('hex').slice(0, 8);
}

/** Field 22 of /proc/PID/stat in base 36: clock ticks from boot to the start of the process. */
function startTime(host: Host, pid: number): string | undefined {
  const stat = tryCall(() => host.fs.readFileSync(`${host.procRoot}/${pid}/stat`, 'latin1'));
  // The second field is the command in parentheses and may itself hold spaces and parentheses.
  const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return ticks === undefined ? undefined : Number(ticks).toString(36);
}
