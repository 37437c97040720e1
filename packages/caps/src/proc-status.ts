import { CapsError, quoted } from './errors.js';
import type { Known } from './known.js';
import { CapabilitySet } from './set.js';

/** The five capability sets of a thread (capabilities(7)). */
export const capabilitySetNames = ['inheritable', 'permitted', 'effective', 'bounding', 'ambient'] as const;

/** One of the five capability sets of a thread. */
export type CapabilitySetName = (typeof capabilitySetNames)[number];

/** Real, effective, saved and filesystem id (credentials(7)). */
export interface Ids {
  readonly real: number;
  readonly effective: number;
  readonly saved: number;
  readonly filesystem: number;
}

/** seccomp(2): `disabled` 0, `strict` 1, `filter` 2. Which filter is not readable. */
export type SeccompMode = 'disabled' | 'strict' | 'filter';

/** What /proc/PID/status says about one thread; a field that is not there is `'unknown'`. */
export interface ProcStatus extends Readonly<Record<CapabilitySetName, Known<CapabilitySet>>> {
  readonly name: Known<string>;
  /** Thread id; for /proc/PID/status itself the process id. */
  readonly pid: Known<number>;
  /** Process id (thread group id). */
  readonly tgid: Known<number>;
  readonly ppid: Known<number>;
  /** The id in each nested pid namespace, outermost first (Linux 4.1). */
  readonly nsPid: Known<readonly number[]>;
  readonly uid: Known<Ids>;
  readonly gid: Known<Ids>;
  readonly groups: Known<readonly number[]>;
  readonly noNewPrivs: Known<boolean>;
  readonly seccomp: Known<SeccompMode>;
  /** Number of attached seccomp filters (Linux 5.9). */
  readonly seccompFilters: Known<number>;
  /** Kernel threads show full sets and run no program (field since Linux 6.8). */
  readonly kernelThread: Known<boolean>;
  readonly threads: Known<number>;
}

type Read = (value: string) => unknown;

const mask: Read = (value) => (/^[0-9a-f]{16}$/.test(value) ? CapabilitySet.fromHex(value) : undefined);
const count: Read = (value) => (/^\d{1,10}$/.test(value) ? Number(value) : undefined);
const flag: Read = (value) => (value === '1' ? true : value === '0' ? false : undefined);
const seccompMode: Read = (value) =>
  (['disabled', 'strict', 'filter'] as const)[/^[012]$/.test(value) ? Number(value) : 3];
const numbers: Read = (value) => {
  const most = 65_536; // NGROUPS_MAX
  const parts = value === '' ? [] : value.split(/\s+/, most + 1);
  const all = parts.map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  return all.length > most || all.some(Number.isNaN) ? undefined : all;
};
const ids: Read = (value) => {
  const match = /^(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})$/.exec(value);
  if (!match) return undefined;
  const [real, effective, saved, filesystem] = match.slice(1).map(Number) as [number, number, number, number];
  return { real, effective, saved, filesystem } satisfies Ids;
};

const fields = new Map<string, readonly [keyof ProcStatus, Read, expected: string, fixedWidth?: 'fixed width']>([
  ['Name', ['name', unescapeName, 'a name']],
  ['Pid', ['pid', count, 'a number']],
  ['Tgid', ['tgid', count, 'a number']],
  ['PPid', ['ppid', count, 'a number']],
  ['NSpid', ['nsPid', numbers, 'numbers']],
  ['Uid', ['uid', ids, 'four numbers']],
  ['Gid', ['gid', ids, 'four numbers']],
  ['Groups', ['groups', numbers, 'numbers']],
  ['Threads', ['threads', count, 'a number']],
  ['Kthread', ['kernelThread', flag, '0 or 1', 'fixed width']],
  ['CapInh', ['inheritable', mask, '16 hex digits', 'fixed width']],
  ['CapPrm', ['permitted', mask, '16 hex digits', 'fixed width']],
  ['CapEff', ['effective', mask, '16 hex digits', 'fixed width']],
  ['CapBnd', ['bounding', mask, '16 hex digits', 'fixed width']],
  ['CapAmb', ['ambient', mask, '16 hex digits', 'fixed width']],
  ['NoNewPrivs', ['noNewPrivs', flag, '0 or 1', 'fixed width']],
  ['Seccomp', ['seccomp', seccompMode, '0, 1 or 2', 'fixed width']],
  ['Seccomp_filters', ['seccompFilters', count, 'a number']],
]);

/**
 * Reads the text of /proc/PID/status, whole or in part (such as `grep Cap`).
 * A last line without its newline may be cut: it counts only where the kernel writes a fixed width.
 * @throws CapsError ERR_STATUS_INVALID with `line`: malformed or repeated field, or no field at all
 */
export function parseProcStatus(text: string): ProcStatus {
  if (typeof text !== 'string') throw new CapsError('ERR_STATUS_INVALID', `status ${quoted(text)}: expected a string`);
  const found: Partial<Record<keyof ProcStatus, unknown>> = {};
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    line++;
    const colon = colonWithin(text, start, Math.min(end, start + 20));
    const label = colon < 0 ? '' : text.slice(start, colon);
    const field = label === '' ? undefined : fields.get(label);
    if (field !== undefined && (newline >= 0 || field[3] === 'fixed width')) {
      const [key, read, expected] = field;
      if (key in found) throw invalid(line, `${label} appears twice: expected one process`);
      const value = text.slice(start + label.length + 1, end);
      found[key] = read(key === 'name' ? value.replace(/^\t/, '') : value.trim());
      if (found[key] === undefined) throw invalid(line, `${label} is ${quoted(value.trim())}: expected ${expected}`);
    }
    start = end + 1;
  }
  if (Object.keys(found).length === 0) throw invalid(1, 'no field of /proc/PID/status found');
  const status: Record<string, unknown> = {};
  for (const [key] of fields.values()) status[key] = found[key] ?? 'unknown';
  return status as unknown as ProcStatus;
}

function colonWithin(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 58) return at;
  return -1;
}

// The kernel escapes newline and backslash only (proc(5)), so a hostile name cannot forge a line.
function unescapeName(value: string): string | undefined {
  if (value.length > 256) return undefined;
  return value.replace(/\\(n|\\)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : '\\'));
}

function invalid(line: number, message: string): CapsError {
  return new CapsError('ERR_STATUS_INVALID', `status line ${line}: ${message}`, { line });
}
