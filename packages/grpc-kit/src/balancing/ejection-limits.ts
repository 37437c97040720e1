/** When a backend is left out, for how long, and how many at most (gRFC A50). */
export interface EjectionLimits {
  readonly intervalMs: number;
  /** Of the first ejection; the second in a row lasts twice as long, and so on. */
  readonly baseEjectionMs: number;
  readonly maxEjectionMs: number;
  readonly maxEjectionPercent: number;
  /** Above this part of failed calls, 0 to 100. */
  readonly failurePercent: number;
  readonly minimumCalls: number;
  readonly minimumBackends: number;
}

interface Duration {
  readonly seconds: number;
  readonly nanos: number;
}

/** grpc-js's own `outlier_detection` config, as its `toJsonObject` tells it, with every default in place. */
export interface OutlierDetectionJson {
  readonly interval: Duration;
  readonly base_ejection_time: Duration;
  readonly max_ejection_time: Duration;
  readonly max_ejection_percent: number;
  readonly failure_percentage_ejection?: {
    readonly threshold: number;
    readonly minimum_hosts: number;
    readonly request_volume: number;
  };
}

/** The limits of a config; undefined when it never ejects by failures. */
export function ejectionLimits(json: OutlierDetectionJson): EjectionLimits | undefined {
  const failures = json.failure_percentage_ejection;
  if (failures === undefined) return undefined;
  return {
    intervalMs: milliseconds(json.interval),
    baseEjectionMs: milliseconds(json.base_ejection_time),
    maxEjectionMs: milliseconds(json.max_ejection_time),
    maxEjectionPercent: json.max_ejection_percent,
    failurePercent: failures.threshold,
    minimumCalls: failures.request_volume,
    minimumBackends: failures.minimum_hosts,
  };
}

function milliseconds({ seconds, nanos }: Duration): number {
  return seconds * 1_000 + nanos / 1_000_000;
}
