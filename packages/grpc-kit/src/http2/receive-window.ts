/** How much the peer may still send, on a stream or a connection (RFC 9113 section 5.2). */
export class ReceiveWindow {
  readonly #size: number;
  #available: number;
  #consumed = 0;

  constructor(size: number) {
    this.#size = size;
    this.#available = size;
  }

  /** The peer has sent so many bytes; false when it was not allowed to. */
  spend(bytes: number): boolean {
    this.#available -= bytes;
    return this.#available >= 0;
  }

  /** So many bytes have been used up. Returns by how much to open the window now: 0 until it is worth a frame. */
  consume(bytes: number): number {
    this.#consumed += bytes;
    if (this.#consumed * 2 < this.#size) return 0;
    const opened = this.#consumed;
    this.#available += opened;
    this.#consumed = 0;
    return opened;
  }
}
