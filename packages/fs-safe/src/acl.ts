import { spawn, spawnSync } from 'node:child_process';

/*
 * Node cannot read extended attributes, and stat(2) shows the mask of an ACL as the rights of the group. ls of
 * coreutils marks a file that has an ACL with a `+`; others, such as busybox, do not, so it must say that it is one.
 */

const env = { LC_ALL: 'C', PATH: '/usr/bin:/bin' };
const versionArgs = ['--version'];
/** The file is handed over as standard input, so that it is the one that was looked at, whatever bears its name by now. */
const listArgs = ['-ldnL', '--', '/proc/self/fd/0'];
let capable: boolean | undefined;

/** Whether an open file has an ACL beyond owner, group and others; `undefined` where nothing can tell. */
export async function hasAcl(fd: number): Promise<boolean | undefined> {
  if (process.platform !== 'linux') return undefined;
  capable ??= isCoreutils(await outputOf(versionArgs, 'ignore'));
  return capable ? readMark(await outputOf(listArgs, fd)) : undefined;
}

/** The same as `hasAcl`, without a promise. */
export function hasAclSync(fd: number): boolean | undefined {
  if (process.platform !== 'linux') return undefined;
  const output = (args: readonly string[], stdin: number | 'ignore') =>
    spawnSync('ls', args, { env, encoding: 'utf8', timeout: 5_000, stdio: [stdin, 'pipe', 'ignore'] }).stdout ?? '';
  capable ??= isCoreutils(output(versionArgs, 'ignore'));
  return capable ? readMark(output(listArgs, fd)) : undefined;
}

function outputOf(args: readonly string[], stdin: number | 'ignore'): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('ls', args, { env, timeout: 5_000, stdio: [stdin, 'pipe', 'ignore'] });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', () => resolve('')).on('close', () => resolve(output));
  });
}

function isCoreutils(version: string): boolean {
  return /coreutils/.test(version.split('\n')[0] ?? '');
}

/** Ten characters for type and mode, then `+` for an ACL, `.` for a security label alone, or nothing. */
function readMark(line: string): boolean | undefined {
  const mark = /^[a-z-][r-][w-].{7}(.)/.exec(line)?.[1];
  return mark === undefined ? undefined : mark === '+';
}
