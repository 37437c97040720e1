import type { ConnectionRole } from './options.js';
import type { Http2Stream } from './stream.js';

/** How many reset streams are remembered, so that what the peer sent before it knew is ignored. */
const REMEMBERED_RESETS = 1_000;

/** The streams of a connection, and what is known of those that are no more. */
export class StreamTable {
  /** Open streams, those without an id included. */
  count = 0;
  /** The highest stream of the peer that was processed. */
  lastPeerId = 0;
  nextId = 1;
  readonly #role: ConnectionRole;
  readonly #byId = new Map<number, Http2Stream>();
  /** Of a client, before their head is sent. */
  readonly #unsent = new Set<Http2Stream>();
  readonly #resets = new Set<number>();

  constructor(role: ConnectionRole) {
    this.#role = role;
  }

  get(id: number): Http2Stream | undefined {
    return this.#byId.get(id);
  }

  /** A stream of ours, which gets its id when its head is sent. */
  addUnsent(stream: Http2Stream): void {
    this.#unsent.add(stream);
    this.count += 1;
  }

  assignId(stream: Http2Stream): void {
    stream.id = this.nextId;
    this.nextId += 2;
    this.#unsent.delete(stream);
    this.#byId.set(stream.id, stream);
  }

  /** A stream of the peer's. */
  add(stream: Http2Stream): void {
    this.#byId.set(stream.id, stream);
    this.count += 1;
  }

  remove(stream: Http2Stream): void {
    this.count -= 1;
    if (stream.id === 0) this.#unsent.delete(stream);
    else this.#byId.delete(stream.id);
  }

  unsent(): Http2Stream[] {
    return [...this.#unsent];
  }

  sent(): Http2Stream[] {
    return [...this.#byId.values()];
  }

  rememberReset(id: number): void {
    this.#resets.add(id);
    if (this.#resets.size <= REMEMBERED_RESETS) return;
    for (const oldest of this.#resets) {
      this.#resets.delete(oldest);
      return;
    }
  }

  wasReset(id: number): boolean {
    return this.#resets.has(id);
  }

  /** Nobody has used this id yet (RFC 9113 section 5.1). */
  isIdle(id: number): boolean {
    const ofClient = id % 2 === 1;
    if (this.#role === 'client') return !ofClient || id >= this.nextId;
    return !ofClient || (id > this.lastPeerId && !this.wasReset(id));
  }
}
