import type {
  ConnectionPolicy,
  DiscoveryPolicy,
  HealthCheckPolicy,
  HedgingPolicy,
  KeepalivePolicy,
  LoadBalancing,
  MethodPolicy,
  OutlierDetectionPolicy,
  RetryPolicy,
  TlsPolicy,
} from './channel-policy.js';

/** How backends are found; `subsetSize` and `zone` are absent when all backends are wanted. */
export type ResolvedDiscovery = Required<Pick<DiscoveryPolicy, 'refreshMs' | 'minIntervalMs'>> &
  Pick<DiscoveryPolicy, 'subsetSize' | 'zone'>;

/** A `ChannelPolicy` that was checked, with every default in place, frozen through and through. */
export interface ResolvedPolicy {
  readonly loadBalancing: LoadBalancing;
  readonly discovery: ResolvedDiscovery;
  readonly keepalive: Required<KeepalivePolicy>;
  readonly connection: Required<ConnectionPolicy>;
  /** In ms, or `Infinity`. */
  readonly deadlineMs: number;
  readonly methods: Readonly<Record<string, MethodPolicy>>;
  readonly retry: Required<RetryPolicy> | false;
  readonly hedging: Required<HedgingPolicy> | false;
  readonly healthCheck: Required<HealthCheckPolicy> | false;
  readonly outlierDetection: Required<OutlierDetectionPolicy> | false;
  /** Absent: plaintext. */
  readonly tls?: TlsPolicy;
  readonly maxReceiveBytes: number;
  readonly maxSendBytes: number;
  readonly flowControlWindowBytes: number;
}
