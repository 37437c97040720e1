import {
  CapsError,
  capabilitySetNames,
  type Ids,
  type ProcessStatus,
  type ProcStatus,
  parseProcStatus,
  readProcess,
} from '@org/caps';
import { describeSet } from './describe.js';
import { type Cell, formatRows, type Terminal } from './terminal.js';
import { UsageError } from './usage.js';

/** `caps status [PID|-]` */
export async function status(
  args: readonly string[],
  json: boolean,
  terminal: Terminal,
  stdin: () => Promise<string>,
): Promise<string> {
  const [which = 'self'] = args;
  if (args.length > 1) throw new UsageError('status takes one PID, or - for stdin');
  const process: ProcStatus | ProcessStatus =
    which === '-' ? parseProcStatus(await stdin()) : readProcess(pidOf(which));
  if (json) return `${JSON.stringify(process, null, 2)}\n`;
  return formatRows(terminal, [...rows(process, terminal), ...(isWhole(process) ? processRows(process) : [])]);
}

function isWhole(process: ProcStatus | ProcessStatus): process is ProcessStatus {
  return 'tids' in process;
}

function pidOf(text: string): number | 'self' {
  if (text === 'self') return text;
  if (!/^[1-9]\d{0,9}$/.test(text))
    throw new CapsError('ERR_OPTION_INVALID', `pid ${JSON.stringify(text)}: expected a number, self or -`);
  return Number(text);
}

function rows(process: ProcStatus, terminal: Terminal): Cell[][] {
  const sets = capabilitySetNames.map((name, i) => {
    const set = process[name];
    if (set === 'unknown') return [name, '-', 'unknown'];
    // A person need not compare long lists; a program gets them all.
    const same = capabilitySetNames
      .slice(0, i)
      .find((other) => process[other] !== 'unknown' && set.equals(process[other]));
    return [name, set.toHex(), terminal.isTerminal && set.size > 1 && same ? `as ${same}` : describeSet(set)];
  });
  return [
    ['process', String(process.pid), String(process.name)],
    ['uid', ...ids(process.uid)],
    ['gid', ...ids(process.gid)],
    ...sets,
    ['no_new_privs', String(process.noNewPrivs), process.noNewPrivs === false ? 'execve may add privileges' : ''],
    ['seccomp', process.seccomp, process.seccomp === 'filter' ? 'which filter is not readable' : ''],
    ...(process.kernelThread === true ? [['kernel thread', 'true', 'shows full sets but runs no program']] : []),
  ];
}

function ids(of: ProcStatus['uid']): [string, string] {
  if (of === 'unknown') return ['-', 'unknown'];
  const others = (['effective', 'saved', 'filesystem'] satisfies (keyof Ids)[]).filter((kind) => of[kind] !== of.real);
  return [String(of.real), others.map((kind) => `${kind} ${of[kind]}`).join(', ')];
}

function processRows({ tids, differing, userNamespace }: ProcessStatus): Cell[][] {
  const shown = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return [
    ['user namespace', userNamespace, userNamespace === 'other' ? 'its capabilities count only in there' : ''],
    [
      'threads',
      String(tids.length),
      differing.length === 0 ? '' : { text: 'not all alike; the sets above are of all', style: 'yellow' },
    ],
    ...differing.map(({ tid, field, value }) => [`thread ${tid}`, field, shown(value)]),
  ];
}
