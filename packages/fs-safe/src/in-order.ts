const last = new Map<string, Promise<unknown>>();

/** Runs `work` after whatever was asked for before under the same key has ended, well or not. */
export async function inOrder<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(key);
  const mine = before === undefined ? work() : before.then(work, work);
  last.set(key, mine);
  try {
    return await mine;
  } finally {
    if (last.get(key) === mine) last.delete(key);
  }
}
