import { experimental } from '@grpc/grpc-js';
import type { Observer } from '../observe/observer.js';
import type { Backend } from './backend.js';

/** Channel option that carries the `BalancerContext`; its prefix keeps it out of what tells connections apart. */
export const BALANCER: string = `${experimental.SUBCHANNEL_ARGS_EXCLUDE_KEY_PREFIX}.grpc_kit.balancer`;

/** The socket under a connection, for whether it keeps the process alive. */
export interface SocketHold {
  ref(): void;
  unref(): void;
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
  /** Set by the balancer: looks at `generation` again. */
  renew?: () => void;
  /** The hold on the socket of the connection that grpc-js has just begun to create; undefined when it reuses one. */
  takeHold(): SocketHold | undefined;
  /** A backend came, went or changed its state. */
  changed(): void;
}
