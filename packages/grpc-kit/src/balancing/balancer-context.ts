import { experimental } from '@grpc/grpc-js';
import type { Observer } from '../observe/observer.js';
import type { Backend } from './backend.js';
import type { CallTrace } from './call-trace.js';

/** Channel option that carries the `BalancerContext`; its prefix keeps it out of what tells connections apart. */
export const BALANCER: string = `${experimental.SUBCHANNEL_ARGS_EXCLUDE_KEY_PREFIX}.grpc_kit.balancer`;

/** What is under a connection of grpc-js. */
export interface ConnectionHandle {
  /** Its socket keeps no process alive from now on. */
  unref(): void;
  /** Why the kit gave up the last attempt to connect; grpc-js tells no more than that it failed. */
  readonly reason: string | undefined;
}

/** What the balancer of one channel shares with the client: its backends, and who is told about them. */
export interface BalancerContext {
  /** The target as events name it. */
  readonly target: string;
  /** Kept by the balancer: the backends of the last resolution, by address. */
  readonly backends: Map<string, Backend>;
  readonly observer: Observer;
  readonly connectTimeoutMs: number;
  /** Changes when every connection is to be replaced, because certificates have. */
  readonly generation: number;
  /** Set by the balancer: picks a backend while one takes calls; undefined otherwise. */
  pick?: ((trace: CallTrace) => experimental.PickResult) | undefined;
  /** Set by the balancer: looks at `generation` again. */
  renew?: () => void;
  /** Of the connection that grpc-js has just created; undefined when it took an earlier one. */
  takeHandle(): ConnectionHandle | undefined;
  /** A backend came, went or changed its state. */
  changed(): void;
}
