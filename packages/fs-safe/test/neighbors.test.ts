import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { inNamespace, testAsRoot, testAsRootWith } from './support/namespace.js';
import { useScratch } from './support/scratch.js';
import { startProgram } from './support/spawn-node.js';
import { rotate } from './support/volume.js';

const scratch = useScratch();
const as = (uid: number) => ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
const [victim, attacker] = [2000, 3000];

/** A directory that everybody may write to, without the sticky bit, as an emptyDir. */
function sharedDir(): string {
  const dir = scratch();
  chmodSync(dir, 0o777);
  return dir;
}

function ownedFile(path: string, content: string, uid: number, mode: number): void {
  writeFileSync(path, content);
  chownSync(path, uid, uid);
  chmodSync(path, mode);
}

describe('sweeping where others may rename', () => {
  testAsRoot('what another uid renamed to the name of a dead run stays', async () => {
    const setup = `
      mkdir -m 777 shared; install -d -o 2000 -g 2000 -m 700 shared/database
      echo precious > shared/database/data; chown 2000:2000 shared/database/data
      ${as(attacker).join(' ')} mv shared/database shared/bff-zzzzzzzz-1-0-AAAAAA`;
    const left = await inNamespace({ setup, uid: victim }, async ({ lib, dir, fs }) => {
      const options = { name: 'bff', dir: `${dir}/shared`, env: {}, sweepOlderThanMs: 0 };
      const found = await lib.resolveWritableDir(options);
      await found.dispose();
      lib.resolveWritableDirSync(options)[Symbol.dispose]();
      return fs.readdirSync(`${dir}/shared`).map((name) => [name, fs.readdirSync(`${dir}/shared/${name}`)]);
    });
    expect(left).toEqual([['bff-zzzzzzzz-1-0-AAAAAA', ['data']]]);
  });

  testAsRoot(
    'a dead run is swept, with its mark; a living one that bears the name of the dead, and its mark, is not',
    async () => {
      const shared = sharedDir();
      const options = JSON.stringify({ name: 'app', dir: shared });
      const start = () => startProgram('holder.ts', [options], as(victim));
      const [dead, living] = [start(), start()];
      const [deadPath, livingPath] = [await dead.line(), await living.line()];
      await dead.stop('SIGKILL');
      // The dead one goes away under another name, and the living one takes its place.
      renameSync(deadPath, join(shared, 'elsewhere'));
      renameSync(livingPath, deadPath);
      renameSync(join(shared, `.${basename(livingPath)}.owner`), join(shared, `.${basename(deadPath)}.owner`));
      const third = start();
      const thirdPath = await third.line();
      expect(readFileSync(join(deadPath, 'data'), 'utf8')).toBe('of this run');
      // Back in its place and with a mark of its own, a dead one goes.
      await third.stop('SIGKILL');
      const fourth = start();
      const fourthPath = await fourth.line();
      expect(existsSync(thirdPath)).toBe(false);
      expect(
        readdirSync(shared)
          .filter((name) => name.endsWith('.owner'))
          .sort(),
      ).toEqual([`.${basename(deadPath)}.owner`, `.${basename(fourthPath)}.owner`].sort());
      for (const program of [living, fourth]) await program.stop('SIGKILL');
    },
  );
});

describe('replacing what somebody else put there', () => {
  test.each([
    { who: 0, mode: 0o1777 },
    { who: victim, mode: 0o777 },
  ])('uid $who in a directory of mode $mode takes over neither owner nor mode', async ({ who, mode }) => {
    if (process.getuid?.() !== 0) return console.warn('skipped: changing users takes root');
    const setup = `mkdir -m ${mode.toString(8)} d; ${as(attacker).join(' ')} sh -c 'umask 0; echo > d/state.json; chmod 6777 d/state.json'`;
    const found = await inNamespace({ setup, uid: who }, async ({ lib, dir, fs }) => {
      await lib.writeFileAtomic(`${dir}/d/state.json`, 'token');
      const { uid, gid, mode } = fs.statSync(`${dir}/d/state.json`);
      return { uid, gid, mode: mode & 0o7777 };
    });
    expect(found).toEqual({ uid: who, gid: who, mode: 0o600 });
  });

  testAsRoot('a file of its own: mode and group, but never set-id bits; another owner only when told', async () => {
    const setup =
      'mkdir d; for f in a b c; do echo > d/$f; done; chmod 6751 d/a; chown 1000:1000 d/b; chmod 640 d/b; chgrp 2000 d/c; chmod 640 d/c';
    const found = await inNamespace({ setup }, async ({ lib, dir, fs }) => {
      await lib.writeFileAtomic(`${dir}/d/a`, 'x');
      await lib.writeFileAtomic(`${dir}/d/b`, 'x');
      await lib.writeFileAtomic(`${dir}/d/c`, 'x');
      await lib.writeFileAtomic(`${dir}/d/new`, 'x', { owner: { uid: 1000, gid: 1001 }, mode: 0o640 });
      return ['a', 'b', 'c', 'new'].map((name) => {
        const { uid, gid, mode } = fs.statSync(`${dir}/d/${name}`);
        return `${uid}:${gid} ${(mode & 0o7777).toString(8)}`;
      });
    });
    expect(found).toEqual(['0:0 751', '0:0 600', '0:2000 640', '1000:1001 640']);
  });

  testAsRoot("rights in a group that cannot be kept become nobody's", async () => {
    const setup =
      'mkdir d; chown 1000 d; for f in a b; do echo > d/$f; chown 1000:2000 d/$f; done; chmod 660 d/a; chmod 604 d/b';
    const found = await inNamespace({ setup, uid: 1000 }, async ({ lib, dir, fs }) => {
      for (const name of ['a', 'b']) await lib.writeFileAtomic(`${dir}/d/${name}`, 'x');
      return ['a', 'b'].map((name) => (fs.statSync(`${dir}/d/${name}`).mode & 0o7777).toString(8));
    });
    expect(found).toEqual(['600', '600']);
  });

  testAsRootWith('setfacl')("the mask of an ACL does not become the group's rights", async () => {
    const setup = `mkdir d; chown 1000 d; for f in a b c; do echo old > d/$f; chown 1000:1000 d/$f; chmod 600 d/$f; done
      setfacl -m u:65532:rw d/a d/c`;
    const found = await inNamespace({ setup, uid: 1000 }, async ({ lib, dir, fs, load }) => {
      const before = fs.statSync(`${dir}/d/a`).mode & 0o777;
      const refused = await lib
        .writeFileAtomic(`${dir}/d/a`, 'x', { acl: 'refuse' })
        .catch(({ code }: { code: string }) => code);
      const kept = fs.readFileSync(`${dir}/d/a`, 'utf8');
      await lib.writeFileAtomic(`${dir}/d/a`, 'x');
      await lib.writeFileAtomic(`${dir}/d/b`, 'x', { acl: 'refuse' });
      await lib.writeFileAtomic(`${dir}/d/c`, 'new', { inPlace: 'always' });
      const modes = ['a', 'b', 'c'].map((name) => fs.statSync(`${dir}/d/${name}`).mode & 0o777);
      const { execFileSync } = (await load('node:child_process')) as typeof import('node:child_process');
      const acl = execFileSync('getfacl', ['-cn', `${dir}/d/c`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return { before, refused, kept, modes, acl, content: fs.readFileSync(`${dir}/d/c`, 'utf8') };
    });
    expect(found).toMatchObject({ before: 0o660, refused: 'ERR_ACL', kept: 'old\n', modes: [0o600, 0o600, 0o660] });
    expect(found).toMatchObject({ content: 'new', acl: expect.stringContaining('user:65532:rw-') });
  });

  testAsRoot('a link of another user is not followed', async () => {
    const setup = `mkdir -m 777 d; echo old > victim; ${as(attacker).join(' ')} ln -s ../victim d/link`;
    const found = await inNamespace({ setup }, async ({ lib, dir, fs }) => ({
      code: await lib
        .writeFileAtomic(`${dir}/d/link`, 'x', { followTarget: true })
        .catch(({ code }: { code: string }) => code),
      content: fs.readFileSync(`${dir}/victim`, 'utf8'),
    }));
    expect(found).toEqual({ code: 'ERR_SYMLINK', content: 'old\n' });
  });
});

const seconds = Number(process.env['FS_SAFE_RACE_SECONDS'] ?? 3);

testAsRootWith('gcc', 'setpriv')(
  `a neighbor that renames, links and plants for ${seconds} s touches nothing, reads nothing, widens nothing`,
  { timeout: (seconds + 60) * 1_000 },
  async () => {
    const base = scratch();
    const shared = join(base, 'shared');
    const volume = join(base, 'volume');
    const racerProgram = join(base, 'racer');
    execFileSync('gcc', ['-O2', '-w', '-o', racerProgram, join(import.meta.dirname, 'support/racer.c')]);
    for (const dir of [shared, volume]) {
      mkdirSync(dir);
      chmodSync(dir, 0o777);
    }
    rotate(volume, { left: '1', right: '1' });
    execFileSync('chmod', ['-R', 'a+rwX', volume]);
    ownedFile(join(base, 'outside'), 'outside', victim, 0o600);
    mkdirSync(join(shared, 'database'));
    ownedFile(join(shared, 'database/precious'), 'precious', victim, 0o600);
    chownSync(join(shared, 'database'), victim, victim);
    chmodSync(join(shared, 'database'), 0o700);

    const options = JSON.stringify({ name: 'app', dir: shared });
    const holder = startProgram('holder.ts', [options], as(victim));
    const held = statSync(await holder.line()).ino;
    const neighbor = startProgram('neighbor.ts', [shared, volume], as(victim));
    await neighbor.line();
    // The name of a run in this very container whose process is gone.
    const [, scope] =
      /^app-([a-z0-9]+)-/.exec(basename(readdirSync(shared).find((name) => name.startsWith('app-')) ?? '')) ?? [];
    const [command = '', ...rest] = [...as(attacker), racerProgram, shared, `${seconds}`, join(base, 'outside')];
    const racer = spawn(command, rest, {
      env: { ...process.env, DEAD_TAG: `app-${scope}-4194303-1-` },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [, ...more] = [...as(attacker), racerProgram, volume, `${seconds}`, join(base, 'outside')];
    const other = spawn(command, more, { stdio: 'ignore' });
    const lines: string[] = [];
    createInterface(racer.stdout).on('line', (line) => lines.push(line));
    await Promise.all([once(racer, 'close'), once(other, 'close')]);
    neighbor.process.kill('SIGTERM');
    const { wrong, done } = JSON.parse(await neighbor.line());

    const [operations = 0, leaks] = lines.at(-1)?.split(' ').map(Number) ?? [];
    console.log(`${operations} hostile operations against ${JSON.stringify(done)}`);
    expect(wrong).toEqual([]);
    expect(leaks).toBe(0);
    expect(operations).toBeGreaterThan(1_000);
    expect(done.resolves).toBeGreaterThan(0);
    expect(done.writes).toBeGreaterThan(0);
    expect(readFileSync(join(base, 'outside'), 'utf8')).toBe('outside');
    const contents = readdirSync(shared, { recursive: true, withFileTypes: true });
    const precious = contents.find(({ name }) => name === 'precious');
    expect(precious && readFileSync(join(precious.parentPath, 'precious'), 'utf8')).toBe('precious');
    const data = contents.find(({ name, parentPath }) => name === 'data' && statSync(parentPath).ino === held);
    expect(data, "the living sibling's file").toBeDefined();
    await holder.stop('SIGKILL');
  },
);
