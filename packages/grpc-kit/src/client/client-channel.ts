import type { CallTarget } from './call-target.js';
import type { TargetSnapshot } from './snapshot.js';

/** The channel to one target under one policy, shared by every client of a factory that asks for the same. */
export interface ClientChannel extends CallTarget {
  /** Retries these methods from now on, when the policy says `idempotent`. */
  retry(methods: readonly string[]): void;
  /** Every backend has had its chance, and one at least takes calls. */
  readonly ready: boolean;
  /** What stands between the channel and `ready`, in one line. */
  readonly missing: string;
  /** Starts to connect; calls back whenever `ready` may have changed. Returns what stops it. */
  watch(changed: () => void): () => void;
  snapshot(): TargetSnapshot;
  close(): void;
}
