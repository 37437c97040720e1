import { expect } from 'vitest';
import { inNamespace, testAsRoot } from './support/namespace.js';

const shared = 'mkdir -m 0777 shared && chown 0:0 shared';
const asNeighbor = 'setpriv --reuid 3000 --regid 3000 --clear-groups';

testAsRoot('a directory that a neighbor renamed is not swept, whatever its new name says', async () => {
  const setup = `${shared}
    mkdir -m 0700 shared/database && echo treasure > shared/database/precious && chown -R 2000:2000 shared/database
    ${asNeighbor} mv shared/database shared/bff-zzzzzzzz-1-0-AAAAAA`;
  const seen = await inNamespace({ setup, uid: 2000, gid: 2000 }, async ({ lib, fs, dir }) => {
    const base = `${dir}/shared`;
    const mine = await lib.resolveWritableDir({ name: 'bff', dir: base, env: {}, sweepOlderThanMs: 0 });
    return {
      precious: fs.readFileSync(`${base}/bff-zzzzzzzz-1-0-AAAAAA/precious`, 'utf8'),
      marked: fs.readdirSync(mine.path),
    };
  });
  expect(seen).toEqual({ precious: 'treasure\n', marked: ['.fs-safe-owner'] });
});

testAsRoot('a living sibling under a dead name is not swept; what a dead run left is', async () => {
  const seen = await inNamespace({ setup: shared, uid: 2000, gid: 2000 }, async ({ lib, fs, dir }) => {
    const base = `${dir}/shared`;
    const options = { name: 'bff', dir: base, env: {}, sweepOlderThanMs: 0 };
    const living = await lib.resolveWritableDir(options);
    const dead = `${base}/bff-zzzzzzzz-1-0-AAAAAA`;
    fs.renameSync(living.path, dead);
    await lib.resolveWritableDir(options).then((next) => next.dispose());
    const kept = fs.existsSync(dead);
    // As the dead run itself would have marked it.
    const { dev, ino } = fs.statSync(dead);
    fs.writeFileSync(`${dead}/.fs-safe-owner`, `bff-zzzzzzzz-1-0-AAAAAA\n${dev}:${ino}\n`);
    await lib.resolveWritableDir(options).then((next) => next.dispose());
    return { kept, swept: !fs.existsSync(dead), left: fs.readdirSync(base) };
  });
  expect(seen).toEqual({ kept: true, swept: true, left: [] });
});

testAsRoot(
  "an atomic write takes neither owner nor mode from a neighbor's file, nor set-id bits from its own",
  async () => {
    const setup = `${shared}
    ${asNeighbor} sh -c 'umask 0; echo x > shared/state.json; chmod 6777 shared/state.json'
    echo x > shared/own.json; chmod 6755 shared/own.json`;
    const seen = await inNamespace({ setup }, async ({ lib, fs, dir }) => {
      const describe = (name: string) => {
        const { uid, mode } = fs.statSync(`${dir}/shared/${name}`);
        return { uid, mode: (mode & 0o7777).toString(8) };
      };
      await lib.writeFileAtomic(`${dir}/shared/state.json`, 'token');
      await lib.writeFileAtomic(`${dir}/shared/own.json`, 'token');
      const safe = [describe('state.json'), describe('own.json')];
      fs.chownSync(`${dir}/shared/state.json`, 3000, 3000);
      await lib.writeFileAtomic(`${dir}/shared/state.json`, 'token', { keepOwner: true });
      return [...safe, describe('state.json')];
    });
    expect(seen).toEqual([
      { uid: 0, mode: '600' },
      { uid: 0, mode: '755' },
      { uid: 3000, mode: '600' },
    ]);
  },
);

testAsRoot('rights of a group that cannot be kept are not given to another', async () => {
  const setup = 'mkdir -m 0777 own && echo x > own/file && chown 2000:7777 own/file own && chmod 0660 own/file';
  const mode = await inNamespace({ setup, uid: 2000, gid: 2000 }, async ({ lib, fs, dir }) => {
    await lib.writeFileAtomic(`${dir}/own/file`, 'y');
    const { gid, mode } = fs.statSync(`${dir}/own/file`);
    return [gid, (mode & 0o777).toString(8)];
  });
  expect(mode).toEqual([2000, '600']);
});
