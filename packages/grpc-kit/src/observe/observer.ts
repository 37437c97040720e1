import type { status } from '@grpc/grpc-js';

/** One logical call of a client, ended: all its attempts together. */
export interface ClientCall {
  readonly target: string;
  /** Full method, `/pkg.Service/Method`. */
  readonly method: string;
  readonly status: status;
  /** The status message of a call that failed; empty otherwise. */
  readonly details: string;
  readonly durationMs: number;
  readonly attempts: number;
  /** `address:port` of the backend of the last attempt, when one was reached. */
  readonly backend: string | undefined;
}

/** One attempt of a client call on one backend, ended. */
export interface ClientAttempt {
  readonly target: string;
  readonly method: string;
  readonly status: status;
  readonly durationMs: number;
  readonly backend: string | undefined;
  /** Total message bytes as sent and received on the wire, without framing; undefined where not measured. */
  readonly sentBytes: number | undefined;
  readonly receivedBytes: number | undefined;
}

/** One call that a server served, ended. */
export interface ServerCall {
  /** Full method of a registered handler; `other` for methods the server does not have. */
  readonly method: string;
  readonly status: status;
  readonly details: string;
  readonly durationMs: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** `address:port` of the peer. */
  readonly peer: string;
}

/** What the kit knows of a backend: `unhealthy` by its own word, `ejected` for its failures. */
export type BackendState = 'idle' | 'connecting' | 'ready' | 'transient_failure' | 'unhealthy' | 'ejected';

/** What happens beside calls; rare, so plain objects. */
export type KitEvent =
  | { readonly kind: 'resolved'; readonly target: string; readonly endpoints: number; readonly durationMs: number }
  | { readonly kind: 'resolution_failed'; readonly target: string; readonly error: Error; readonly durationMs: number }
  | {
      readonly kind: 'backend_state';
      readonly target: string;
      readonly backend: string;
      readonly from: BackendState | undefined /** undefined: gone. */;
      readonly to: BackendState | undefined;
      readonly error?: string;
    }
  | {
      readonly kind: 'ejected';
      readonly target: string;
      readonly backend: string;
      /** What it failed. */
      readonly reason: string;
      /** When it is probed, in milliseconds since 1970. */
      readonly until: number;
    }
  | { readonly kind: 'unejected'; readonly target: string; readonly backend: string }
  | { readonly kind: 'tls_reloaded'; readonly side: 'client' | 'server'; readonly serial: string }
  | { readonly kind: 'tls_rejected'; readonly side: 'client' | 'server'; readonly error: Error }
  | { readonly kind: 'shed'; readonly method: string }
  | {
      readonly kind: 'drain';
      readonly phase: 'not_serving' | 'closing' | 'forced' | 'closed';
      readonly inFlight: number;
      readonly elapsedMs: number;
    };

/**
 * Told what happens, never asked. Metrics and logs are observers; the kit calls each method that is there.
 * Methods must be cheap and must not throw: the client and server call them on the hot path.
 */
export interface Observer {
  clientCallStarted?(target: string, method: string): void;
  clientCallEnded?(call: ClientCall): void;
  clientAttemptStarted?(target: string, method: string): void;
  clientAttemptEnded?(attempt: ClientAttempt): void;
  serverCallStarted?(method: string): void;
  serverCallEnded?(call: ServerCall): void;
  event?(event: KitEvent): void;
}

/** The part of a logger that the kit uses; pino, console and bunyan have it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
