import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ServedCall } from './served-call.js';

/**
 * Sends every message, each when there is room for it, and ends the call. When the peer is gone the iterator is
 * closed. Messages that end because the handler was told to stop end with that reason: the peer must not take a
 * stream that was cut short for a complete one.
 */
export async function pumpMessages(
  call: ServerWritableStream<unknown, unknown>,
  messages: AsyncIterable<unknown> | Iterable<unknown>,
  served: ServedCall,
): Promise<void> {
  const iterator = Symbol.asyncIterator in messages ? messages[Symbol.asyncIterator]() : messages[Symbol.iterator]();
  call.once('cancelled', () => void closeIterator(iterator));
  for (;;) {
    const next = await iterator.next();
    if (call.cancelled || call.destroyed) return;
    if (next.done) break;
    if (!call.write(next.value)) await room(call);
  }
  if (served.toldToStop) call.emit('error', served.toldToStop);
  else call.end();
}

/** What a `finally` throws when nobody reads any more is nobody's error, whether it is thrown at once or rejected. */
async function closeIterator(iterator: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {}
}

function room(call: ServerWritableStream<unknown, unknown>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      call.off('close', done);
      resolve();
    };
    call.on('drain', done);
    call.on('close', done);
  });
}
