import { createHash, createHmac } from 'node:crypto';

/** What goes into a reply. */
export interface Signature {
  readonly keyId: string;
  readonly signature: string;
}

const UNSIGNED: Signature = { keyId: '', signature: '' };
const ID_LENGTH = 8;

/** Signs with whichever key is in use. */
export class Signer {
  #key: Uint8Array | undefined;
  #keyId = '';

  /** The first digits of the key's SHA-256: tells keys apart and tells nothing about them. Empty without a key. */
  get keyId(): string {
    return this.#keyId;
  }

  /** Returns whether that is another key than before. */
  use(key: Uint8Array): boolean {
    const keyId = createHash('sha256').update(key).digest('hex').slice(0, ID_LENGTH);
    const changed = keyId !== this.#keyId;
    this.#key = key;
    this.#keyId = keyId;
    return changed;
  }

  sign(message: string): Signature {
    if (!this.#key) return UNSIGNED;
    return { keyId: this.#keyId, signature: createHmac('sha256', this.#key).update(message).digest('hex') };
  }
}
