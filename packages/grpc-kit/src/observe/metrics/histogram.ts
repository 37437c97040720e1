/** Upper bounds for durations in seconds, as gRFC A66 sets them. */
export const DURATION_BUCKETS: readonly number[] = [
  0, 0.00001, 0.00005, 0.0001, 0.0003, 0.0006, 0.0008, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01, 0.013,
  0.016, 0.02, 0.025, 0.03, 0.04, 0.05, 0.065, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 2, 5, 10,
  20, 50, 100,
];

/** Upper bounds for sizes in bytes, as gRFC A66 sets them. */
export const SIZE_BUCKETS: readonly number[] = [
  0, 1024, 2048, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864, 268435456, 1073741824, 4294967296,
];

/** Counts of observations by bucket. An observation is one binary search and three additions. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  sum = 0;
  count = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    let low = 0;
    let high = this.#bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= (this.#bounds[middle] as number)) high = middle;
      else low = middle + 1;
    }
    (this.#counts[low] as number)++;
    this.sum += value;
    this.count++;
  }

  /** Each upper bound with the number of observations up to it, `+Inf` last. */
  *cumulative(): Generator<[bound: number | '+Inf', count: number]> {
    let total = 0;
    for (const [index, bound] of this.#bounds.entries()) {
      total += this.#counts[index] as number;
      yield [bound, total];
    }
    yield ['+Inf', this.count];
  }
}
