import type { BackendState } from '../observe/observer.js';
import type { XdsResource } from '../xds/config-dump.js';

/** What a backend is doing, and what became of the calls it got. */
export interface BackendSnapshot {
  /** `address:port`. */
  readonly address: string;
  readonly state: BackendState;
  readonly inFlight: number;
  readonly calls: number;
  /** Calls that ended with another status than OK. */
  readonly failures: number;
  readonly lastError: string | undefined;
  /** Why outlier detection ejected it, and when it is probed, in milliseconds since 1970. */
  readonly ejection?: { readonly reason: string; readonly until: number };
}

/** The last look for backends. */
export interface ResolutionSnapshot {
  /** When it ended, in ms since 1970. */
  readonly at: number;
  /** How long it took, in ms, where the source knows. */
  readonly tookMs: number | undefined;
  /** The addresses it found; those of the last good look when it failed. */
  readonly endpoints: readonly string[];
  /** Why it failed. */
  readonly error: string | undefined;
}

/** State of the channel to a target, as grpc-js names it. */
export type TargetState = 'idle' | 'connecting' | 'ready' | 'transient_failure' | 'closed';

/** One target, as it is now. */
export interface TargetSnapshot {
  readonly target: string;
  readonly state: TargetState;
  /** Kind of discovery: `dns`, `srv`, `static`, `k8s`, `xds`, `unix`, … */
  readonly source: string;
  /** Undefined before the first look, and where grpc-js looks by itself (`xds`, `unix`). */
  readonly resolution: ResolutionSnapshot | undefined;
  readonly backends: readonly BackendSnapshot[];
  /** For xDS targets, whose backends the control plane's own policies choose: what it has delivered. */
  readonly xds?: readonly XdsResource[];
}
