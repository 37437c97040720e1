import { describe, expect } from 'vitest';
import { inNamespace, testAsRootWith } from './support/namespace.js';

// What SMB, Azure Files and some FUSE do: chmod is refused, modes and owners are those of the mount.
const mount = (options: string) =>
  `mkdir backing volume; chmod 777 backing; bindfs ${options} backing volume; trap 'umount -l "$PWD/volume"' EXIT`;
const testWithFuse = testAsRootWith('bindfs');

describe('a volume that refuses chmod', () => {
  testWithFuse('is used, with a warning, and nothing is left in it', async () => {
    const setup = mount('--chmod-deny --force-user=root --perms=0777');
    const found = await inNamespace({ setup }, async ({ lib, dir, fs, outcome }) => {
      const { source, warnings } = await outcome({ preferred: `${dir}/volume/app-tmp` });
      return {
        source,
        warnings,
        left: fs.readdirSync(`${dir}/volume/app-tmp`),
        verdict: await lib.diagnose(`${dir}/volume`),
      };
    });
    expect(found).toMatchObject({ source: 'preferred', warnings: ['mode-refused'], left: [], verdict: { ok: true } });
  });

  testWithFuse('takes files, new and replaced, and says so when a mode that was asked for cannot be had', async () => {
    const setup = mount('--chmod-deny --force-user=root --perms=0755');
    const found = await inNamespace({ setup }, async ({ lib, dir, fs }) => {
      const file = `${dir}/volume/file`;
      await lib.writeFileAtomic(file, 'new');
      await lib.writeFileAtomic(file, 'replaced');
      lib.writeFileAtomicSync(`${dir}/volume/other`, 'sync');
      const refused = await lib
        .writeFileAtomic(file, 'narrower', { mode: 0o600 })
        .catch(({ code, message }: { code: string; message: string }) => ({ code, message }));
      return { refused, content: fs.readFileSync(file, 'utf8'), left: fs.readdirSync(`${dir}/volume`).sort() };
    });
    expect(found).toMatchObject({ content: 'replaced', left: ['file', 'other'] });
    expect(found.refused).toMatchObject({
      code: 'EPERM',
      message: expect.stringContaining('the old content is untouched'),
    });
  });

  testWithFuse('is usable where the mount gives every file to another user', async () => {
    const setup = mount('--chmod-ignore --chown-ignore --force-user=1000 --perms=0777');
    const found = await inNamespace({ setup, uid: 2000 }, async ({ dir, fs, outcome }) => {
      const { source } = await outcome({ preferred: `${dir}/volume` });
      return { source, left: fs.readdirSync(`${dir}/volume`) };
    });
    expect(found).toEqual({ source: 'preferred', left: [] });
  });
});
