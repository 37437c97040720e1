import type { Logger } from './observer.js';

export interface LogBudgetOptions {
  /** Lines in one window. Default 20. */
  readonly lines?: number;
  /** In ms. Default 10,000. */
  readonly windowMs?: number;
}

/** Lines that a peer can cause at will: so many in a window, and then how many more there were. */
export class LogBudget {
  readonly #logger: Logger | undefined;
  readonly #summary: string;
  readonly #options: Required<LogBudgetOptions>;
  #lines = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `summary` is the message about the lines that were left out. */
  constructor(logger: Logger | undefined, summary: string, { lines = 20, windowMs = 10_000 }: LogBudgetOptions = {}) {
    this.#logger = logger;
    this.#summary = summary;
    this.#options = { lines, windowMs };
  }

  log(level: keyof Logger, fields: object, message: string): void {
    this.#timer ??= setTimeout(() => this.#roll(), this.#options.windowMs).unref();
    if (++this.#lines <= this.#options.lines) this.#logger?.[level](fields, message);
  }

  warn(fields: object, message: string): void {
    this.log('warn', fields, message);
  }

  #roll(): void {
    const { lines, windowMs } = this.#options;
    const more = this.#lines - lines;
    if (more > 0) this.#logger?.warn({ more, windowMs }, this.#summary);
    this.#lines = 0;
    this.#timer = undefined;
  }
}
