import { type WritableDir, writeFileAtomic } from '@org/fs-safe';
import type { Logger } from 'pino';

/** What the journal says. */
export interface JournalEntry {
  readonly pod: string;
  readonly startedAt: string;
  readonly greetings: number;
  readonly keyId: string;
}

const WRITE_EVERY_MS = 1000;

/** Keeps a small file up to date; what cannot be written is said once and costs nobody a reply. */
export class Journal {
  readonly #path: string;
  readonly #entry: () => JournalEntry;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #failing = false;

  constructor(dir: WritableDir, entry: () => JournalEntry, logger: Logger) {
    this.#path = dir.join('journal.json');
    this.#entry = entry;
    this.#logger = logger;
  }

  /** Something changed: it will be on disk within a second. */
  touch(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#write();
    }, WRITE_EVERY_MS).unref();
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#write();
  }

  async #write(): Promise<void> {
    try {
      await writeFileAtomic(this.#path, `${JSON.stringify(this.#entry())}\n`, { durable: false });
      if (this.#failing) this.#logger.info({ path: this.#path }, 'journal written again');
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#logger.warn({ err: error, path: this.#path }, 'journal cannot be written; serving on');
      this.#failing = true;
    }
  }
}
