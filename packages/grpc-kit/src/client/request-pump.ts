import { quoted } from '../errors.js';

/** Where requests go; each is written before the next is taken. */
export interface RequestSink {
  /** Calls back once the transport has room for more. */
  send(request: unknown, written: () => void): void;
  end(): void;
  /** The requests themselves failed. */
  fail(error: unknown): void;
}

export type Requests = AsyncIterable<unknown> | Iterable<unknown>;

/** Takes requests one by one, as fast as the sink has room; returns what stops it, which also closes the iterator. */
export function pump(requests: Requests, sink: RequestSink): () => void {
  let stopped = false;
  let release: () => void = () => undefined;
  const iterator = iteratorOf(requests);

  const run = async (): Promise<void> => {
    try {
      for (;;) {
        const { done, value } = await iterator.next();
        if (stopped) return;
        if (done) return sink.end();
        await new Promise<void>((written) => {
          release = written;
          sink.send(value, written);
        });
      }
    } catch (error) {
      if (!stopped) sink.fail(error);
    }
  };
  void run();

  return () => {
    if (stopped) return;
    stopped = true;
    release();
    // An iterator that waits for something answers `return` only afterwards, if ever: nobody waits for it.
    void close(iterator);
  };
}

/** What a `finally` throws when the call is over is nobody's error, whether it is thrown at once or rejected. */
async function close(iterator: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {}
}

function iteratorOf(requests: Requests): AsyncIterator<unknown> | Iterator<unknown> {
  return Symbol.asyncIterator in requests ? requests[Symbol.asyncIterator]() : requests[Symbol.iterator]();
}

/** @throws TypeError for what is no iterable; a text is one, but nobody means its characters. */
export function checkRequests(requests: unknown): asserts requests is Requests {
  const iterable =
    typeof requests === 'object' &&
    requests !== null &&
    (Symbol.asyncIterator in requests || Symbol.iterator in requests);
  if (!iterable) {
    throw new TypeError(`requests are ${quoted(requests)}; expected an iterable or async iterable of messages`);
  }
}
