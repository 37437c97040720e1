/** Hands values to any number of iterations, each of which sees the newest and may miss the ones before it. */
export interface Subscribers<T> {
  publish(value: T): void;
  /** Starts an iteration: it yields what is published from now on. */
  iterate(): AsyncIterableIterator<T>;
  /** Ends all iterations. */
  close(): void;
}

/** Creates the list; `onWaiting` hears when somebody starts, or nobody goes on, waiting. */
export function createSubscribers<T>(onWaiting: (waiting: boolean) => void): Subscribers<T> {
  const ended: IteratorReturnResult<undefined> = { done: true, value: undefined };
  const waiters = new Set<() => void>();
  let latest: { readonly value: T } | undefined;
  let closed = false;

  const wakeAll = () => {
    for (const wake of [...waiters]) wake();
  };

  const iterate = (): AsyncIterableIterator<T> => {
    let seen = latest;
    let finished = false;
    const next = async (): Promise<IteratorResult<T, undefined>> => {
      while (!finished && !closed && latest === seen) await change();
      if (finished || closed || latest === undefined) return ended;
      seen = latest;
      return { done: false, value: latest.value };
    };
    const stop = async (): Promise<IteratorResult<T, undefined>> => {
      finished = true;
      wakeAll();
      return ended;
    };
    const iterator: AsyncIterableIterator<T> = { next, return: stop, [Symbol.asyncIterator]: () => iterator };
    return iterator;
  };

  const change = () =>
    new Promise<void>((resolve) => {
      if (waiters.size === 0) onWaiting(true);
      const wake = () => {
        waiters.delete(wake);
        if (waiters.size === 0) onWaiting(false);
        resolve();
      };
      waiters.add(wake);
    });

  return {
    publish: (value) => {
      latest = { value };
      wakeAll();
    },
    iterate,
    close: () => {
      closed = true;
      wakeAll();
    },
  };
}
