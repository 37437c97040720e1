/**
 * Uses a directory that a hostile neighbor shares, until a signal comes; then prints what went wrong and how much was
 * done. What lies outside must never be read, and what it writes must be its own.
 */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMounted, openRoot, resolveWritableDir, writeFileAtomic } from '@org/fs-safe';

const [shared = '', volume = ''] = process.argv.slice(2);
const uid = process.geteuid?.();
const wrong: string[] = [];
const done = { resolves: 0, writes: 0, reads: 0, refusals: 0 };
let running = true;
process.on('SIGTERM', () => {
  running = false;
});

/** Runs one operation; being refused is right, anything without a code is not. */
async function attack(name: keyof typeof done, operation: () => Promise<void>): Promise<void> {
  try {
    await operation();
    done[name]++;
  } catch (error) {
    done.refusals++;
    if ((error as { code?: string }).code === undefined) wrong.push(`${name}: ${(error as Error).stack}`);
  }
}

async function resolveOnce(): Promise<void> {
  const dir = await resolveWritableDir({ name: 'app', dir: shared, env: {}, sweepOlderThanMs: 0 });
  const root = dir.root();
  const file = await root.open('mine', { flags: 'wx' });
  const { uid: owner, mode } = await file.stat();
  if (owner !== uid || (mode & 0o077) !== 0) wrong.push(`resolve: a file of ${owner} with mode ${mode.toString(8)}`);
  await file.close();
  await root.close();
  await dir.dispose();
}

async function writeOnce(): Promise<void> {
  writeFileSync(join(shared, 'public.txt'), 'public', { flag: 'w', mode: 0o644 });
  await writeFileAtomic(join(shared, 'state.json'), 'secret-token', { durable: false });
}

async function readOnce(): Promise<void> {
  await using root = await openRoot(shared);
  for (const name of readdirSync(shared).slice(0, 20)) {
    const content = await root.readFile(name, { symlinks: 'inside' }).catch(() => undefined);
    if (content?.includes('outside')) wrong.push(`openRoot read outside by ${name}`);
  }
  const mounted = await openMounted(volume).catch(() => undefined);
  for (const content of mounted?.current.files.values() ?? []) {
    if (content.includes('outside')) wrong.push('openMounted read outside');
  }
  await mounted?.close();
}

statSync(shared);
console.log('ready');
while (running) {
  await attack('resolves', resolveOnce);
  await attack('writes', writeOnce);
  await attack('reads', readOnce);
}
console.log(JSON.stringify({ wrong, done }));
process.exit(0);
