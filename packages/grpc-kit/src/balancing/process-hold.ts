/** The longest interval that Node has; nobody waits for it. */
const FOREVER_MS = 2 ** 31 - 1;

/**
 * Keeps the process alive while calls are under way. Sockets do not: one that watches health would do so for good, and
 * taking hold of one for every call costs four times the rest of a pick.
 */
export class ProcessHold {
  #calls = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** A call begins. */
  take(): void {
    this.#calls += 1;
    if (this.#calls > 1) return;
    this.#timer ??= setInterval(() => undefined, FOREVER_MS);
    this.#timer.ref();
  }

  /** A call has ended. */
  release(): void {
    this.#calls -= 1;
    if (this.#calls === 0) this.#letGo();
  }

  /** No call begins any more; those under way are waited for. */
  close(): void {
    this.#closed = true;
    if (this.#calls === 0) this.#letGo();
  }

  #letGo(): void {
    this.#timer?.unref();
    if (this.#closed) clearInterval(this.#timer);
  }
}
