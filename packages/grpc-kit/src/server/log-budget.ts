import type { Logger } from '../observe/observer.js';

const WINDOW_MS = 10_000;
const LINES_PER_WINDOW = 20;

/** Warnings that a peer can cause at will: at most 20 lines in 10 s and then how many more there were. */
export class LogBudget {
  readonly #logger: Logger | undefined;
  readonly #summary: string;
  #lines = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `summary` is the message about the lines that were left out. */
  constructor(logger: Logger | undefined, summary: string) {
    this.#logger = logger;
    this.#summary = summary;
  }

  warn(fields: object, message: string): void {
    this.#timer ??= setTimeout(() => this.#roll(), WINDOW_MS).unref();
    if (++this.#lines <= LINES_PER_WINDOW) this.#logger?.warn(fields, message);
  }

  #roll(): void {
    const more = this.#lines - LINES_PER_WINDOW;
    if (more > 0) this.#logger?.warn({ more, windowMs: WINDOW_MS }, this.#summary);
    this.#lines = 0;
    this.#timer = undefined;
  }
}
