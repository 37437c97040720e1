import type { ChannelCredentials, ChannelInterface, ChannelOptions, Server, ServerOptions } from '@grpc/grpc-js';
import type { Target } from '../target.js';
import type { XdsConfigDump, XdsResource } from './config-dump.js';

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

/** Options of `XdsSupport.createServer`. */
export interface XdsServerOptions {
  /** Options of grpc-js's server, handed on. Default: none. */
  readonly serverOptions?: ServerOptions;
  /** `bindAsync` fails when the control plane has not delivered the listener by then, in ms. Default 15,000. */
  readonly listenTimeoutMs?: number;
  /** Told at every change for each bound address: what drives a health service. Default: nobody. */
  readonly onServing?: (address: string, state: XdsServingState) => void;
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
  createChannel(target: string, credentials: ChannelCredentials | undefined, options: ChannelOptions): ChannelInterface;
  /** What the control plane has not delivered for this target (listener, route, cluster, endpoints), in one line. */
  explain(target: string): string;
  /** The listener, routes, clusters and endpoints that this target depends on, as far as they are known. */
  resources(target: string): readonly XdsResource[];
  /** Every resource the process asked for and what became of it; empty in `fallback` mode. */
  dump(): XdsConfigDump;
  /**
   * A grpc-js server whose listener, routes and TLS come from the control plane, and that keeps grpc-js's contract where
   * the library does not: `bindAsync('ip:port', …)` checks the port first and always calls back (`ERR_LISTEN`, `ERR_XDS`
   * with what is missing); its credentials serve connections for which the control plane asks no TLS; `tryShutdown`
   * waits for the calls being served. Health and admin belong on a plain server beside it: the control plane decides
   * who reaches this one, and a kubelet is not among them.
   * @throws GrpcKitError `ERR_XDS` in `fallback` mode, `ERR_XDS_BOOTSTRAP` without a server listener template.
   */
  createServer(options?: XdsServerOptions): Server;
}
