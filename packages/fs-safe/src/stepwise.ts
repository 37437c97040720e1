/** A value, or the promise of it. */
export type Eventual<T> = T | Promise<T>;

/** Work that waits for values here and there; who runs it decides whether they may be promises. */
export type Stepwise<T> = Generator<unknown, T, unknown>;

/** Waits for one value, as `await` would. */
export function* step<T>(value: Eventual<T>): Stepwise<T> {
  return (yield value) as T;
}

/** Runs the work to its end, waiting for promises. */
export async function runAsync<T>(work: Stepwise<T>): Promise<T> {
  let turn = work.next();
  while (!turn.done) {
    let value: unknown;
    try {
      value = await turn.value;
    } catch (error) {
      turn = work.throw(error);
      continue;
    }
    turn = work.next(value);
  }
  return turn.value;
}

/** Runs the work to its end at once; no value may be a promise. */
export function runSync<T>(work: Stepwise<T>): T {
  let turn = work.next();
  while (!turn.done) turn = work.next(turn.value);
  return turn.value;
}
