import type {
  Channel,
  ChannelCredentials,
  ChannelOptions,
  Server,
  ServerCredentials,
  ServerOptions,
} from '@grpc/grpc-js';
import type { Target } from '../target.js';
import type { XdsConfigDump } from './config-dump.js';

/** What a channel policy asks of xDS. */
export interface XdsDemands {
  /** `policy.tls.fromXds`: the control plane must bring TLS; a fallback that cannot is refused. */
  readonly tls?: boolean;
}

/** Whether an xDS server takes connections, and if not, what the control plane has not delivered. */
export interface XdsServingState {
  readonly serving: boolean;
  /** Empty while serving. */
  readonly reason: string;
}

/** Options of `XdsServerPort.listen`. */
export interface XdsListenOptions {
  /** Give up when the control plane has not delivered the listener by then, in ms. Default 15,000. */
  readonly timeoutMs?: number;
  /** Told at once and at every change, also after `listen` has resolved: what drives a health service. */
  readonly onServing?: (state: XdsServingState) => void;
  readonly signal?: AbortSignal;
}

/**
 * A grpc-js server whose listener, routes and TLS come from the control plane. Services are added to `grpc`
 * as usual; it is bound by `listen` alone. Health and admin belong on a plain server beside it: the control
 * plane decides who reaches this one, and a kubelet is not among them.
 */
export interface XdsServerPort {
  readonly grpc: Server;
  /** Calls being served now; `tryShutdown` of the library does not wait for them (grpc-js-xds 1.14.1). */
  readonly inFlight: number;
  /**
   * Binds `ip:port` once the control plane has delivered its listener and resolves with the port. The credentials
   * serve connections for which the control plane asks no TLS.
   * @throws GrpcKitError `ERR_LISTEN` when the address cannot be bound, `ERR_XDS` when no listener came in time.
   */
  listen(address: string, credentials: ServerCredentials, options?: XdsListenOptions): Promise<number>;
  /** Stops accepting, waits until `inFlight` is 0 or `timeoutMs` (default 10,000) passed, then cancels what is left. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/**
 * xDS, loaded: what `loadXds` returns and `createClientFactory({ xds })` and `createServer({ xds })` take.
 * Structural and free of the types of `@grpc/grpc-js-xds`, which stays an optional peer.
 *
 * How a client uses it for a target whose scheme is `xds`:
 * 1. `resolveTarget(target, { tls })`: the text to connect to, which is another scheme when a fallback is used;
 * 2. when it is still an xds target, `createChannel(text, credentials, options)` as `channelOverride`;
 * 3. when `ready` runs out of time, `explain(text)` for the message; `dump()` for a snapshot.
 */
export interface XdsSupport {
  /** `fallback` when the process has no bootstrap and a fallback was given: grpc-js-xds is not even loaded. */
  readonly mode: 'xds' | 'fallback';
  /**
   * The target itself, or in `fallback` mode what stands in for it.
   * @throws GrpcKitError `ERR_XDS` when TLS from xDS is demanded and there is no xDS.
   */
  resolveTarget(target: Target, demands?: XdsDemands): string;
  /**
   * A channel for `xds:` targets that recovers from resources that were deleted and added again.
   * `credentials` serve clusters for which the control plane asks no TLS; `undefined` refuses such clusters.
   */
  createChannel(target: string, credentials: ChannelCredentials | undefined, options: ChannelOptions): Channel;
  /** What the control plane has not delivered for this target (listener, route, cluster, endpoints), in one line. */
  explain(target: string): string;
  /** Every resource the process asked for and what became of it; empty in `fallback` mode. */
  dump(): XdsConfigDump;
  /** @throws GrpcKitError `ERR_XDS` in `fallback` mode, `ERR_XDS_BOOTSTRAP` without a server listener template. */
  createServer(options?: ServerOptions): XdsServerPort;
}
