import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A mounted Secret as the kubelet lays it out, with the one key that signs greetings. */
export interface MountedKey {
  readonly dir: string;
  /** Puts a new key in place of the old, all at once; returns its id. */
  rotate(): string;
}

export function mountSigningKey(dir: string): MountedKey {
  mkdirSync(dir, { recursive: true });
  let generation = 0;

  function rotate(): string {
    const key = randomBytes(32);
    const name = `..generation_${++generation}`;
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, 'signing-key'), key);
    // Readers see the old directory or the new one, never a mixture.
    symlinkSync(name, join(dir, '..data_tmp'));
    renameSync(join(dir, '..data_tmp'), join(dir, '..data'));
    rmSync(join(dir, `..generation_${generation - 1}`), { recursive: true, force: true });
    return createHash('sha256').update(key).digest('hex').slice(0, 8);
  }

  rotate();
  symlinkSync('..data/signing-key', join(dir, 'signing-key'));
  return { dir, rotate };
}
