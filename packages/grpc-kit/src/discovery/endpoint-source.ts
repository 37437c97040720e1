import type { Target } from '../target.js';

/** One backend address, as a source found it. */
export interface Endpoint {
  /** IPv4 or IPv6 address, never a name. */
  readonly address: string;
  readonly port: number;
  /** Availability zone, where the source knows it. */
  readonly zone?: string;
}

/** What a source tells; it may call these at any time after `start` returned, never from within `start`. */
export interface EndpointListener {
  /** The complete list, replacing the one before. An empty list means: there are no backends. */
  endpoints(list: readonly Endpoint[], tookMs?: number): void;
  /** The look-up failed; whoever listens keeps the last good list. */
  error(cause: Error, tookMs?: number): void;
}

/** Where the backends of one target are. Long-lived, one listener, timers unref'd. */
export interface EndpointSource {
  /** Begins to tell the listener; called at most once between two `close` calls. */
  start(listener: EndpointListener): void;
  /** A backend was lost: look again soon. The source keeps its own minimum interval. */
  refresh(): void;
  /** Stops every timer and watch and drops late answers; may be started again. */
  close(): void;
}

/** Options of `policy.discovery`, with defaults applied. */
export interface DiscoveryOptions {
  /** Time between look-ups while healthy, in ms, jittered by ±10 %. The policy's, 10,000 by default. */
  readonly refreshMs: number;
  /** Least time between two look-ups, in ms. The policy's, 1,000 by default. */
  readonly minIntervalMs: number;
  /** Connect to this many backends only, chosen by rendezvous hashing. Default: all. */
  readonly subsetSize?: number;
  /** The zone of this client, for sources that know the zones of backends. Default: zones are ignored. */
  readonly zone?: string;
}

/** A kind of discovery: which target scheme it answers, and a source for each target. */
export interface Discovery {
  /** Target scheme without the colon, such as `k8s`. */
  readonly scheme: string;
  /** @throws GrpcKitError `ERR_TARGET_INVALID` when the target cannot be understood. */
  createSource(target: Target, options: DiscoveryOptions): EndpointSource;
}
