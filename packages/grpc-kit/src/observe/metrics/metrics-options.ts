/** How finely things are counted. */
export interface MetricsOptions {
  /** Upper bounds in seconds of every duration histogram. Default: those of gRFC A66, 41 of them. */
  readonly durationBuckets?: readonly number[];
  /** Upper bounds in bytes of every size histogram; an empty list leaves these metrics out. Default: those of gRFC A66. */
  readonly sizeBuckets?: readonly number[];
}

export const METRICS_OPTIONS = { durationBuckets: true, sizeBuckets: true } as const;
