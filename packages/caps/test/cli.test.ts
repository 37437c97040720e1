import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './support/bundle.js';

const linux = existsSync('/proc/self/status');
const fixture = fileURLToPath(new URL('fixtures/proc/default/self/status', import.meta.url));

let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'caps-cli-'));
  await bundle('cli.ts', directory, '1.2.3');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function caps(args: readonly string[], input = '') {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(directory, 'dist/cli.js'), ...args], {
    input,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

describe('caps', () => {
  it('decode prints a line for each capability in a pipe', () => {
    const { stdout, status } = caps(['decode', 'a80425fb', '0x20000000000']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(status).toBe(0);
    expect(lines).toHaveLength(15);
    expect(lines[9]?.slice(0, 4)).toEqual(['00000000a80425fb', '13', 'cap_net_raw', 'medium']);
    expect(lines[14]?.slice(0, 2)).toEqual(['0000020000000000', '41']);
    expect(stdout).not.toContain('\u001b');
  });

  it('decode --json gives what the library gives', () => {
    expect(JSON.parse(caps(['decode', '--json', '400']).stdout)).toEqual([
      { hex: '0000000000000400', names: ['cap_net_bind_service'], unknownBits: [] },
    ]);
  });

  it('status - reads a status file from stdin, whole or in part', () => {
    const whole = caps(['status', '-'], readFileSync(fixture, 'utf8'));
    expect(whole.stdout).toContain('effective\t00000000a80425fb\t');
    expect(whole.stdout).toContain('(the default of docker and containerd)');
    const part = JSON.parse(caps(['status', '-', '--json'], 'CapEff:\t0000000000000000\n').stdout);
    expect(part).toMatchObject({ effective: { names: [] }, bounding: 'unknown', uid: 'unknown' });
  });

  it.skipIf(!linux)('status shows a process', () => {
    expect(caps(['status', String(process.pid)]).stdout).toMatch(/^process\t\d+\t/);
    expect(JSON.parse(caps(['status', '--json']).stdout).differing).toEqual([]);
  });

  it.skipIf(!linux)('inspect prints facts, verdicts, and a manifest', () => {
    const { stdout, status } = caps(['inspect']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^no_new_privs\t(true|false)\texact\t\/proc\/self\/status: NoNewPrivs: [01]/m);
    expect(stdout).toMatch(/^restricted\tcapabilities_restricted\t(violates|consistent)\t/m);
    expect(caps(['inspect', '--suggest']).stdout).toMatch(/^spec:\n(.*\n)+? {2}containers:\n/);
    expect(Object.keys(JSON.parse(caps(['inspect', '--json']).stdout))).toEqual([
      'posture',
      'podSecurity',
      'suggestion',
    ]);
  });

  it('explain describes one capability, or lists all', () => {
    expect(caps(['explain', 'NET_RAW']).stdout).toMatch(
      /^name\tcap_net_raw \(NET_RAW in manifests\)\n.*number\t13, mask/s,
    );
    expect(caps(['explain']).stdout.trimEnd().split('\n')).toHaveLength(41);
  });

  it('text and file show sets', () => {
    expect(caps(['text', 'cap_net_raw=ep 10+i']).stdout).toContain('text\tcap_net_bind_service=i cap_net_raw+ep\n');
    expect(caps(['file', '0x0100000200200000000000000000000000000000']).stdout).toContain('text\tcap_net_raw=ep\n');
  });

  it('points at what is wrong', () => {
    const { stderr, stdout, status } = caps(['text', 'cap_net_raw=ep cap_chwn+i']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`\n  cap_net_raw=ep cap_chwn+i\n${' '.repeat(17)}^\n`);
  });

  it.each([
    [[], 'which command?'],
    [['frobnicate'], 'unknown command "frobnicate"'],
    [['decode'], 'needs a mask'],
    [['decode', '-1'], 'expected a hex digit, got "-"'],
    [['decode', '10000000000000000'], 'at most 16 hex digits'],
    [['decode', '--nope'], "Unknown option '--nope'"],
    [['status', '0'], 'expected a number'],
    [['status', '-'], 'no field of /proc/PID/status found'],
    [['inspect', '--require', 'privileged'], 'expected baseline or restricted'],
    [['inspect', '4711'], '--pid PID'],
    [['inspect', '--pid', 'x'], 'expected a number or self'],
    [['explain', 'net_rav'], 'did you mean cap_net_raw?'],
    [['file', 'zz'], 'expected 12, 20 or 24'],
  ])('%j exits with 2', (args, says) => {
    const { stderr, stdout, status } = caps(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^caps: /);
    expect(stderr).toContain(says);
  });

  it('prints help and version', () => {
    expect(caps(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('Exit codes') });
    expect(caps(['--version']).stdout).toBe('1.2.3\n');
  });

  it('survives a reader that stops reading', async () => {
    const child = spawn(process.execPath, [join(directory, 'dist/cli.js'), 'explain', '--json']);
    child.stdout.destroy();
    const [stderr, code] = await Promise.all([
      readAll(child.stderr),
      new Promise<number | null>((resolve) => child.once('close', resolve)),
    ]);
    expect(`${code} ${stderr}`).toBe('0 ');
  });
});

const script = spawnSync('script', ['--version']).error ? 'no script(1) to make a terminal' : undefined;
if (script) console.warn(`SKIPPED: tables on a terminal: ${script}`);

describe.skipIf(script)('caps on a terminal', () => {
  function onTerminal(env: NodeJS.ProcessEnv) {
    const command = `stty cols 80; ${process.execPath} ${join(directory, 'dist/cli.js')} decode a80425fb`;
    return spawnSync('script', ['-qec', command, '/dev/null'], {
      encoding: 'utf8',
      env: { ...process.env, TERM: 'xterm', ...env },
    }).stdout.replaceAll('\r', '');
  }

  it('prints a table in colour, no wider than the terminal', () => {
    const table = onTerminal({ NO_COLOR: '' });
    expect(table).toContain('\u001b[33mhigh');
    const plain = stripVTControlCharacters(table).trimEnd().split('\n');
    expect(plain[0]).toBe('00000000a80425fb: 14 of 41 (the default of docker and containerd)');
    expect(plain).toContainEqual(expect.stringMatching(/^13 {2}cap_net_raw {11}medium {2}\S/));
    for (const line of plain) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('never in colour with NO_COLOR', () => {
    expect(onTerminal({ NO_COLOR: '1' })).not.toContain('\u001b');
  });
});
