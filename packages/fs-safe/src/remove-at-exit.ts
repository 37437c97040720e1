/** Directories to remove when the process exits, whose owners asked for it; the listener exists only while there are any. */
const pending = new Set<() => void>();

function removeAll(): void {
  for (const remove of pending) remove();
}

/** Calls `remove` at the process's `exit` event, which default signals do not raise; answers how to call it off. */
export function removeAtExit(remove: () => void): () => void {
  if (pending.size === 0) process.once('exit', removeAll);
  pending.add(remove);
  return () => {
    pending.delete(remove);
    if (pending.size === 0) process.removeListener('exit', removeAll);
  };
}
