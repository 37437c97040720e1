import { createHash, randomBytes } from 'node:crypto';
import { MountedSecret } from '@org/testing';

/** The key that signs greetings, in a mounted Secret. */
export class SigningKey {
  readonly #secret: MountedSecret;

  constructor(directory: string) {
    this.#secret = new MountedSecret(signingKey(), directory);
  }

  get directory(): string {
    return this.#secret.directory;
  }

  /** Puts a new key in place of the old, all at once; returns its id. */
  rotate(): string {
    const files = signingKey();
    this.#secret.swap(files);
    return createHash('sha256').update(files['signing-key']).digest('hex').slice(0, 8);
  }
}

function signingKey() {
  return { 'signing-key': randomBytes(32).toString('hex') };
}
