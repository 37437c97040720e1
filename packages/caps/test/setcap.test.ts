import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFileCapabilities, encodeFileCapabilities, fileCapabilityState, formatCapText } from '@org/caps';
import { readLayerFileCapabilities } from '@org/caps/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const missing =
  process.getuid?.() !== 0
    ? 'needs root'
    : ['setcap', 'getcap', 'getfattr', 'setfattr', 'tar'].find((tool) => spawnSync(tool, ['--version']).error);
if (missing) console.warn(`SKIPPED: setcap, getfattr and tar round trips: ${missing}`);

const texts = [
  'cap_net_raw=ep',
  'cap_net_bind_service,cap_bpf=p',
  'cap_chown=i',
  'cap_kill=ei cap_chown+eip',
  '=ep',
  '=',
];

describe.skipIf(missing)('file capabilities on a real file system', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'caps-file-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function attribute(path: string, encoding: 'hex' | 'base64'): string {
    const args = ['--absolute-names', '-n', 'security.capability', '-e', encoding, '--only-values'];
    if (encoding === 'hex') return execFileSync('getfattr', args.concat(path)).toString('hex');
    const shown = execFileSync('getfattr', args.slice(0, -1).concat(path), { encoding: 'utf8' });
    return /security\.capability=(\S+)/.exec(shown)?.[1] ?? '';
  }

  it.each(texts)('setcap %s: decoded, encoded, written back, and the same to getcap', (text) => {
    const path = join(directory, 'program');
    copyFileSync('/bin/true', path);
    execFileSync('setcap', [text, path]);
    const decoded = decodeFileCapabilities(attribute(path, 'hex'));
    expect(decodeFileCapabilities(attribute(path, 'base64'))).toEqual(decoded);
    const getcap = () => execFileSync('getcap', [path], { encoding: 'utf8' }).trim().slice(path.length).trim();
    const before = getcap();
    expect(formatCapText(fileCapabilityState(decoded))).toBe(before);
    execFileSync('setcap', ['-r', path]);
    execFileSync('setfattr', ['-n', 'security.capability', '-v', encodeFileCapabilities(decoded, 'hex'), path]);
    expect(getcap()).toBe(before);
  });

  it.each([[], ['--gzip']])('finds them in a layer packed by GNU tar %s', async (...options) => {
    const layer = join(directory, 'layer.tar');
    const deep = join(directory, 'root', 'a-directory-with-a-long-name/'.repeat(9));
    execFileSync('mkdir', ['-p', deep]);
    for (const [i, text] of texts.entries()) {
      const path = join(i === 0 ? deep : join(directory, 'root'), `program-${i}`);
      copyFileSync('/bin/true', path);
      execFileSync('setcap', [text, path]);
    }
    const args = ['--xattrs', '--xattrs-include=*', ...options, '-cf', layer, '-C', join(directory, 'root'), '.'];
    execFileSync('tar', args);
    const files = await readLayerFileCapabilities(createReadStream(layer, { highWaterMark: 777 }));
    const found = files.map(({ path, capabilities }) => [path, formatCapText(fileCapabilityState(capabilities))]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(
        texts.map((text, i) => [
          `${i === 0 ? 'a-directory-with-a-long-name/'.repeat(9) : ''}program-${i}`,
          text === 'cap_kill=ei cap_chown+eip' ? expect.stringContaining('cap_kill') : text,
        ]),
      ),
    );
    expect(files[0]).toMatchObject({ mode: 0o755, uid: 0, gid: 0 });
  });
});
