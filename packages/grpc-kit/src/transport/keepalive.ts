/** What finds dead connections. */
export interface KeepaliveOptions {
  /** Silence, in ms, after which calls that wait make a ping; `Infinity`: never. */
  readonly timeMs: number;
  /** An unanswered ping ends the connection after this long, in ms. */
  readonly timeoutMs: number;
}

/** What a keepalive watches. */
export interface KeepaliveSubject {
  /** By `performance.now`, when bytes were last received. */
  readonly lastReceivedAt: number;
  /** Calls wait for the peer. */
  readonly waiting: boolean;
  ping(): void;
  /** The peer is dead. */
  dead(): void;
}

/**
 * Servers with default settings forgive two pings after each message or header that they send (`MAX_PING_STRIKES` of
 * grpc-go, grpc-java and grpc's C core), and close the connection at the next.
 */
const FORGIVEN_PINGS = 2;
/** The pace that they accept without limit, and some more. */
const ACCEPTED_PACE_MS = 305_000;

/**
 * Pings only when there is a question: calls wait, and nothing was received for `timeMs`. A peer that is silent but
 * answers is asked twice, then at the pace that every server accepts. Idle connections are left to TCP's keepalive.
 */
export class Keepalive {
  readonly #options: KeepaliveOptions;
  readonly #subject: KeepaliveSubject;
  #timer: NodeJS.Timeout | undefined;
  #pings = 0;
  #lastPingAt = Number.NEGATIVE_INFINITY;
  #asked = false;
  #timeMs: number;

  constructor(options: KeepaliveOptions, subject: KeepaliveSubject, timeMs: number = options.timeMs) {
    this.#options = options;
    this.#subject = subject;
    this.#timeMs = timeMs;
  }

  /** A call begins to wait. */
  watch(): void {
    if (this.#timer === undefined && Number.isFinite(this.#timeMs)) this.#after(this.#timeMs);
  }

  /** The peer sent a header block or a message. */
  heard(): void {
    if (this.#pings === 0) return;
    this.#pings = 0;
    if (this.#timer !== undefined && !this.#asked) this.#after(this.#timeMs);
  }

  answered(): void {
    if (!this.#asked) return;
    this.#asked = false;
    this.#after(this.#timeMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #after(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), ms);
    this.#timer.unref();
  }

  #look(): void {
    this.#timer = undefined;
    const subject = this.#subject;
    const silentMs = performance.now() - subject.lastReceivedAt;
    if (this.#asked) {
      if (silentMs >= this.#options.timeoutMs) subject.dead();
      else this.answered();
      return;
    }
    if (!subject.waiting) return;
    const paceMs = this.#pings < FORGIVEN_PINGS ? 0 : this.#lastPingAt + ACCEPTED_PACE_MS - performance.now();
    const leftMs = Math.max(this.#timeMs - silentMs, paceMs);
    if (leftMs > 0) {
      this.#after(leftMs);
      return;
    }
    this.#pings += 1;
    this.#lastPingAt = performance.now();
    this.#asked = true;
    subject.ping();
    this.#after(this.#options.timeoutMs);
  }
}
