/** Balancing policies the kit knows; `least_request` is its own, the others are grpc-js's. */
export type LoadBalancing = 'round_robin' | 'pick_first' | 'least_request' | 'weighted_round_robin';

/** How new backends are found. */
export interface DiscoveryPolicy {
  /** Time between look-ups while everything is healthy, in ms, jittered by ±10 %. Default 10,000. */
  readonly refreshMs?: number;
  /** Least time between two look-ups, in ms. Default 1,000. */
  readonly minIntervalMs?: number;
  /** Connect to this many backends only, chosen by rendezvous hashing. Default: all of them. */
  readonly subsetSize?: number;
  /** The zone of this client, or `prefer` to read it from the downward API (`TOPOLOGY_ZONE`). Default: zones are ignored. */
  readonly zone?: string;
}

/**
 * Finds connections whose peer is gone (gRFC A8). The question is an empty SETTINGS frame, which every HTTP/2 peer has
 * to acknowledge and no server limits, as they do PING frames.
 */
export interface KeepalivePolicy {
  /**
   * A peer is asked whether it is there after this long without a byte from it, in ms; `Infinity` for never.
   * Default 5,000: with the timeout, a peer that is gone is known to be within 9.5 s.
   */
  readonly timeMs?: number;
  /** The connection is dead when nothing at all was received for this long after the question, in ms. Default 4,000. */
  readonly timeoutMs?: number;
  /** Ask on connections without calls too. Default true. */
  readonly whileIdle?: boolean;
}

/** How connections are made. */
export interface ConnectionPolicy {
  /** First wait before connecting again, in ms. Default 1,000. */
  readonly minBackoffMs?: number;
  /** Longest wait before connecting again, in ms. Default 5,000. */
  readonly maxBackoffMs?: number;
  /** A peer that has not spoken HTTP/2 after this long is given up, in ms. Default 5,000. */
  readonly connectTimeoutMs?: number;
}

/** Status codes that may be retried, by their gRPC names. */
export type RetryableCode =
  | 'CANCELLED'
  | 'UNKNOWN'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'UNIMPLEMENTED'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'DATA_LOSS'
  | 'UNAUTHENTICATED';

/** Retries (gRFC A6). */
export interface RetryPolicy {
  /**
   * Which methods may be sent again: those whose proto says `idempotency_level`, all, or a list of
   * `/pkg.Service/Method`, or `/pkg.Service/*` for all of a service. Default `idempotent`.
   */
  readonly methods?: 'idempotent' | 'all' | readonly string[];
  /** Attempts in all, 2 to 5. Default 3. */
  readonly maxAttempts?: number;
  /** Longest wait before the second attempt, in ms; it doubles with each that follows. Default 50. */
  readonly initialBackoffMs?: number;
  /** Longest wait before any attempt, in ms. Default 1,000. */
  readonly maxBackoffMs?: number;
  /** Statuses after which a call is sent again. Default `['UNAVAILABLE']`. */
  readonly codes?: readonly RetryableCode[];
}

/** Hedging (gRFC A6): a second attempt before the first has answered. Opt-in, for idempotent methods. */
export interface HedgingPolicy {
  /** Methods to hedge, each as `/pkg.Service/Method`, or `/pkg.Service/*` for all of a service. Required. */
  readonly methods: readonly string[];
  /** Attempts in all, 2 to 5. Default 2. */
  readonly maxAttempts?: number;
  /** Wait before the next attempt, in ms. Default 100. */
  readonly delayMs?: number;
}

/** Client-side health checking (gRFC A17) through `grpc.health.v1.Health/Watch`. */
export interface HealthCheckPolicy {
  /** Service to ask for; the empty name stands for the whole server. Default `''`. */
  readonly serviceName?: string;
}

/** Backends that fail more than others are left out for a while (gRFC A50). */
export interface OutlierDetectionPolicy {
  /** Time between two judgements, in ms. Default 2,000. */
  readonly intervalMs?: number;
  /** How long a backend is left out, in ms, times its ejections so far. Default 10,000. */
  readonly baseEjectionMs?: number;
  /** Longest that a backend is left out, in ms. Default 30,000. */
  readonly maxEjectionMs?: number;
  /** Never more than this part of the backends at once, 0 to 100. Default 50. */
  readonly maxEjectionPercent?: number;
  /** Part of the calls of an interval that fail before a backend is ejected, 1 to 100. Default 50. */
  readonly failurePercent?: number;
  /** Backends with fewer calls in an interval are not judged. Default 5. */
  readonly minimumCalls?: number;
  /** Fewer backends than this: nobody is judged. Default 2. */
  readonly minimumBackends?: number;
}

/** TLS from files, read again when they change. An empty object means TLS with the system's roots. */
export interface TlsPolicy {
  /** PEM file of the trusted roots. Default: the system's. */
  readonly caFile?: string;
  /** PEM file of this client's certificate chain, for mTLS; with `keyFile`, or neither. Default: no certificate. */
  readonly certFile?: string;
  /** PEM file of the key of `certFile`; with it, or neither. Default: no key. */
  readonly keyFile?: string;
  /** Name to expect in the server's certificate. Default: the target's. */
  readonly serverName?: string;
  /**
   * For `xds:///` targets: certificates, roots and names come from the control plane (gRFC A29), and clusters
   * without TLS are refused. Excludes the files above. Default false.
   */
  readonly fromXds?: boolean;
}

/** What holds for the calls of one method. */
export interface MethodPolicy {
  /** Deadline of its calls that bring none, in ms; `Infinity` for none. Default: the policy's `deadlineMs`. */
  readonly deadlineMs?: number;
}

/** Everything a client can be told; all optional, all validated, unknown keys refused. */
export interface ChannelPolicy {
  /**
   * Which backend takes the next call: each in turn, always the same, the one with the fewest in hand, or by the load
   * that backends report. Default `round_robin`.
   */
  readonly loadBalancing?: LoadBalancing;
  /** How often a name is looked up, and which of its backends are taken. Default: every 10 s, all of them. */
  readonly discovery?: DiscoveryPolicy;
  /** Finds connections whose peer is gone. Default: asked after 5,000 ms of silence, dead 4,000 ms later, idle ones too. */
  readonly keepalive?: KeepalivePolicy;
  /** How long connecting may take, and the waits between attempts. Default: 5,000 ms; from 1,000 to 5,000 ms. */
  readonly connection?: ConnectionPolicy;
  /** Deadline of every call that brings none, in ms; `Infinity` for none. Default 10,000. */
  readonly deadlineMs?: number;
  /** What differs for single methods, by `/pkg.Service/Method`, or `/pkg.Service/*` for the rest of a service. Default: nothing. */
  readonly methods?: Readonly<Record<string, MethodPolicy>>;
  /** Which calls are sent again; `false` for none. Default: idempotent methods, three attempts on UNAVAILABLE. */
  readonly retry?: RetryPolicy | false;
  /** Methods that get a second attempt before the first has answered; `false` for none. Default: none. */
  readonly hedging?: HedgingPolicy | false;
  /**
   * `true` for the whole server's health. Servers without the service count as healthy; when every backend that took
   * calls says NOT_SERVING, as in a rollout that DNS is behind, those still connected keep them. Default `true`.
   */
  readonly healthCheck?: HealthCheckPolicy | boolean;
  /** Leave out backends that fail more than others; `false` for never. Default: on, with the limits there. */
  readonly outlierDetection?: OutlierDetectionPolicy | boolean;
  /** TLS from files that are followed when they rotate; `{}` for the system's roots. Default: plaintext. */
  readonly tls?: TlsPolicy;
  /** Largest message accepted, in bytes; -1 for no limit. Default 4 MiB. */
  readonly maxReceiveBytes?: number;
  /** Largest message sent, in bytes; -1 for no limit. Default: no limit. */
  readonly maxSendBytes?: number;
  /** HTTP/2 window per stream and connection, in bytes, 65,535 to 2^31 - 1. Default 1 MiB. */
  readonly flowControlWindowBytes?: number;
}
