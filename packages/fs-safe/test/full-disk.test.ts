import { expect } from 'vitest';
import { inNamespace, testAsRoot } from './support/namespace.js';

testAsRoot('200,000 bytes onto a tmpfs of 64 KiB, beside other writers', async () => {
  const setup =
    'mkdir ours write-file-atomic atomically; for d in ours write-file-atomic atomically; do mount -t tmpfs -o size=64k none $d; done';
  const rows = await inNamespace({ setup }, async ({ lib, dir, fs, load }) => {
    const others = {
      'write-file-atomic': ((await load('write-file-atomic')) as { default: Write }).default,
      atomically: ((await load('atomically')) as { writeFile: Write }).writeFile,
    };
    type Write = (path: string, data: string) => Promise<void>;
    const rows = [];
    for (const [name, write] of Object.entries({ ours: lib.writeFileAtomic as Write, ...others })) {
      const file = `${dir}/${name}/config`;
      fs.writeFileSync(file, 'o'.repeat(1_000));
      const outcome = await write(file, 'n'.repeat(200_000)).then(
        () => 'resolved',
        (error) => `rejected: ${error.code}`,
      );
      const content = fs.readFileSync(file, 'utf8');
      rows.push({
        name,
        outcome,
        bytes: content.length,
        intact: content === 'o'.repeat(1_000),
        files: fs.readdirSync(`${dir}/${name}`).length,
      });
    }
    return rows;
  });
  console.table(rows);
  expect(rows[0]).toEqual({ name: 'ours', outcome: 'rejected: ENOSPC', bytes: 1_000, intact: true, files: 1 });
  // The pinned versions of the others; when these change, so does the table in the README.
  expect(rows.slice(1).map(({ name, intact }) => [name, intact])).toEqual([
    ['write-file-atomic', false],
    ['atomically', false],
  ]);
});
