import type { Logger } from '../observe/observer.js';

const WINDOW_MS = 10_000;
const LINES_PER_WINDOW = 20;

/**
 * Logs peers that were turned away, at most 20 lines in 10 s and then how many more there were: whoever knocks often
 * must not fill the log.
 */
export class RefusedPeers {
  readonly #logger: Logger | undefined;
  #lines = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(logger: Logger | undefined) {
    this.#logger = logger;
  }

  note(peer: string, reason: string): void {
    this.#timer ??= setTimeout(() => this.#roll(), WINDOW_MS).unref();
    if (++this.#lines <= LINES_PER_WINDOW) this.#logger?.warn({ peer, reason }, `peer refused: ${reason}`);
  }

  #roll(): void {
    const more = this.#lines - LINES_PER_WINDOW;
    if (more > 0) this.#logger?.warn({ more, windowMs: WINDOW_MS }, 'more peers were refused');
    this.#lines = 0;
    this.#timer = undefined;
  }
}
