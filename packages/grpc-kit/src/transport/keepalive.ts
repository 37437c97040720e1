/** What finds dead peers. */
export interface KeepaliveOptions {
  /** A peer that was silent for this long is asked, in ms; `Infinity`: never. */
  readonly timeMs: number;
  /** It is dead when it stays silent for this long after, in ms. */
  readonly timeoutMs: number;
  /** Asks without calls, too. */
  readonly whileIdle: boolean;
}

/** What a keepalive watches. */
export interface KeepaliveSubject {
  /** By `performance.now`, when bytes were last received. */
  readonly lastReceivedAt: number;
  /** Calls wait for the peer. */
  readonly waiting: boolean;
  /** Sends what the peer has to answer. */
  ask(): void;
  /** The peer is dead. */
  dead(): void;
}

/** Asks a peer that is silent whether it is there; one timer, which looks when the silence can have become too long. */
export class Keepalive {
  readonly #options: KeepaliveOptions;
  readonly #subject: KeepaliveSubject;
  #timer: NodeJS.Timeout | undefined;
  #askedAt: number | undefined;
  #closed = false;

  constructor(options: KeepaliveOptions, subject: KeepaliveSubject) {
    this.#options = options;
    this.#subject = subject;
  }

  /** The connection stands, or a call begins to wait. */
  watch(): void {
    if (this.#timer === undefined && Number.isFinite(this.#options.timeMs)) this.#lookAfter(this.#options.timeMs);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #lookAfter(ms: number): void {
    // What a blocked process has not read yet has been received: it is read before `setImmediate` calls.
    this.#timer = setTimeout(() => setImmediate(() => this.#look()), ms);
    this.#timer.unref();
  }

  #look(): void {
    if (this.#closed) return;
    this.#timer = undefined;
    const { timeMs, timeoutMs, whileIdle } = this.#options;
    const subject = this.#subject;
    if (this.#askedAt !== undefined && subject.lastReceivedAt < this.#askedAt) {
      const leftMs = this.#askedAt + timeoutMs - performance.now();
      if (leftMs <= 0) subject.dead();
      else this.#lookAfter(leftMs);
      return;
    }
    this.#askedAt = undefined;
    if (!subject.waiting && !whileIdle) return;
    const leftMs = subject.lastReceivedAt + timeMs - performance.now();
    if (leftMs > 0) {
      this.#lookAfter(leftMs);
      return;
    }
    this.#askedAt = performance.now();
    subject.ask();
    this.#lookAfter(timeoutMs);
  }
}
