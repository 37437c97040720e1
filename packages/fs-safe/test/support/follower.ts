/** Prints the password of a mounted volume and its first warning, now and after each rotation. */
import { openMounted } from '@org/fs-safe';

await using mounted = await openMounted(process.argv[2] ?? '');
const report = () => console.log(`${mounted.current.files.get('password')} ${mounted.warnings[0]?.code}`);
const rotations = mounted[Symbol.asyncIterator]();
report();
for await (const _ of rotations as AsyncIterableIterator<unknown>) report();
