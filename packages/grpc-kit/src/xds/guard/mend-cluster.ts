import type { Cluster, OutlierDetection, Value } from './messages.js';

/** The defaults of Envoy's OutlierDetection message, which gRFC A50 takes over. */
const DEFAULTS = {
  interval: { seconds: 10, nanos: 0 },
  base_ejection_time: { seconds: 30, nanos: 0 },
  max_ejection_time: { seconds: 300, nanos: 0 },
  max_ejection_percent: { value: 10 },
  enforcing_success_rate: { value: 100 },
  success_rate_minimum_hosts: { value: 5 },
  success_rate_request_volume: { value: 100 },
  success_rate_stdev_factor: { value: 1_900 },
  failure_percentage_threshold: { value: 85 },
  failure_percentage_minimum_hosts: { value: 5 },
  failure_percentage_request_volume: { value: 50 },
} satisfies { readonly [Field in keyof OutlierDetection]: NonNullable<OutlierDetection[Field]> };

/**
 * Fills in what outlier detection leaves out. grpc-js-xds hands `undefined` on for it, which replaces grpc-js's
 * defaults; its next interval then ends the process.
 */
export function mendCluster({ outlier_detection: detection }: Cluster): void {
  if (!detection) return;
  for (const [field, fallback] of Object.entries(DEFAULTS)) {
    const values = detection as unknown as Record<string, unknown>;
    values[field] ??= structuredClone(fallback);
  }
  // A mean over no hosts ends the process as well.
  detection.success_rate_minimum_hosts = atLeastOne(detection.success_rate_minimum_hosts);
  const base = Number(detection.base_ejection_time?.seconds);
  if (base > Number(detection.max_ejection_time?.seconds)) detection.max_ejection_time = detection.base_ejection_time;
}

function atLeastOne(count: Value | null): Value {
  return { value: Math.max(1, count?.value ?? 1) };
}
