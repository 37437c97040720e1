/** What is measured: so many calls, so many at a time, of such a size. */
export interface Workload {
  readonly name: string;
  /** Echoes; one stream of many messages; small requests with one large reply each. */
  readonly kind: 'unary' | 'download' | 'reply';
  readonly bytes: number;
  readonly inFlight: number;
  /** Calls (or messages of the stream) per round. */
  readonly count: number;
}

export const workloads: readonly Workload[] = [
  { name: 'unary, 128 B, 1 in flight', kind: 'unary', bytes: 128, inFlight: 1, count: 1000 },
  { name: 'unary, 128 B, 8 in flight', kind: 'unary', bytes: 128, inFlight: 8, count: 3000 },
  { name: 'unary, 128 B, 64 in flight', kind: 'unary', bytes: 128, inFlight: 64, count: 5000 },
  { name: 'unary, 64 kB, 1 in flight', kind: 'unary', bytes: 65_536, inFlight: 1, count: 200 },
  { name: 'unary, 64 kB, 8 in flight', kind: 'unary', bytes: 65_536, inFlight: 8, count: 500 },
  { name: 'unary, 64 kB, 64 in flight', kind: 'unary', bytes: 65_536, inFlight: 64, count: 500 },
  { name: 'server stream, 100,000 messages of 128 B', kind: 'download', bytes: 128, inFlight: 1, count: 100_000 },
];

/** One round of one subject, as its process measured it. */
export interface Round {
  /** CPU of the client process (user + system) per call or message, in µs. */
  readonly cpuMicros: number;
  readonly perSecond: number;
  /** Latency of unary calls, in ms; NaN for streams. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}
