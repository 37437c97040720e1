/** Goes a thousand levels deep below a root and back, with as few descriptors as the process is given. */
import { openRoot, resolveWritableDir } from '@org/fs-safe';

const base = process.argv[2] ?? '';
const levels = 1_000;
const deep = Array.from({ length: levels }, () => 'd').join('/');
{
  await using root = await openRoot(base);
  await root.mkdir(deep);
  const file = await root.open(`${deep}/file`, { flags: 'wx' });
  await file.writeFile('deep');
  await file.close();
  const read = await root.readFile(`${deep}/file`, { symlinks: 'inside' });
  const climbed = await root.readFile(`${deep}/${'../'.repeat(300)}${'d/'.repeat(300)}file`);
  if (!read.equals(climbed)) throw new Error('two files');
  await root.rm('d', { recursive: true });
  const dir = await resolveWritableDir({ name: 'app', dir: base, env: {} });
  const inside = dir.root();
  await inside.mkdir(deep);
  await inside.close();
  await dir.dispose();
}
console.log(`read ${levels} deep, climbed, removed, disposed`);
