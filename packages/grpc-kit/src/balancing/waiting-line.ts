/** Holding a place for longer than this, in ms, gives it up: who hangs must not keep the others waiting. */
const PATIENCE_MS = 250;

/** Lets few at a time begin, and the next when one of them is done. */
export class WaitingLine<T> {
  readonly #places: number;
  readonly #begin: (one: T) => void;
  readonly #waiting = new Set<T>();
  readonly #busy = new Map<T, NodeJS.Timeout>();

  constructor(places: number, begin: (one: T) => void) {
    this.#places = places;
    this.#begin = begin;
  }

  add(one: T): void {
    this.#waiting.add(one);
    this.#next();
  }

  /** It has what it waited for, or wants it no more. */
  done(one: T): void {
    this.#waiting.delete(one);
    clearTimeout(this.#busy.get(one));
    if (this.#busy.delete(one)) this.#next();
  }

  close(): void {
    this.#waiting.clear();
    for (const timer of this.#busy.values()) clearTimeout(timer);
    this.#busy.clear();
  }

  #next(): void {
    for (const one of this.#waiting) {
      if (this.#busy.size >= this.#places) return;
      this.#waiting.delete(one);
      const timer = setTimeout(() => this.done(one), PATIENCE_MS);
      timer.unref();
      this.#busy.set(one, timer);
      this.#begin(one);
    }
  }
}
