/** Where time comes from; tests hand in their own. */
export interface Clock {
  /** Milliseconds from a fixed moment, never going back. */
  now(): number;
  /** Calls once, after that many ms, without keeping the process alive; returns what cancels it. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
