/** Questions in the air at once: more would overrun the socket buffers of a DNS server, or the thread pool. */
const CONCURRENCY = 16;

/** Works on all items, a few at a time. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
}
