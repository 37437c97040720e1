import { addAdminServicesToServer, type ServerOptions as GrpcServerOptions, Server } from '@grpc/grpc-js';
import { toServiceDefinition } from '../definition/to-service-definition.js';
import { GrpcKitError } from '../errors.js';
import { healthDefinition } from '../health-protocol.js';
import { knownOptions } from '../known-options.js';
import type { XdsSupport } from '../xds/xds-support.js';
import { adaptHandlers } from './adapt-handlers.js';
import { CallDesk } from './call-desk.js';
import { type CloseOnOptions, closeOnSignals, type SignalSubscription } from './close-on.js';
import { Connections } from './connections.js';
import { serverEventLog } from './event-log.js';
import { GrpcJsHost } from './grpc-js-host.js';
import type { Handlers } from './handler-types.js';
import { HealthState, type ServerHealth } from './health.js';
import { HealthPort } from './health-port.js';
import { healthHandlers } from './health-service.js';
import { Http2Host } from './http2-host.js';
import { type CloseOptions, type CloseReport, leave } from './leave.js';
import { noMetadata } from './no-metadata.js';
import { addReflection } from './reflection.js';
import { RefusedPeers } from './refused-peers.js';
import { RegisteringServer } from './registering-server.js';
import { checkRequestHeaders } from './request-headers.js';
import { servedCall } from './served-call.js';
import { ServedMethods } from './served-method.js';
import { grpcServerOptions, type ServerOptions, settleServerOptions } from './server-options.js';
import { type Acceptor, XdsConnections } from './xds-connections.js';

/** A gRPC server that knows how to leave. */
export interface KitServer {
  /** The grpc-js server underneath, for what the kit does not cover. */
  readonly grpc: Server;
  /** What `grpc.health.v1` answers; the server itself sets the empty name and every added service. */
  readonly health: ServerHealth;
  /** Calls in flight; health and reflection do not count. */
  readonly inFlight: number;
  /** Calls refused because the server, or their connection, was at its limit. */
  readonly shed: number;
  /**
   * Adds a service: its definition by any generator, and its handlers in grpc-js's form or as async functions.
   * @throws GrpcKitError `ERR_DEFINITION_INVALID`.
   */
  addService<Definition extends object>(definition: Definition, handlers: Handlers<NoInfer<Definition>>): void;
  /**
   * Listens on `host:port`, `[IPv6]:port` or `unix:path` and resolves with the port; from then on the server is SERVING.
   * @throws GrpcKitError `ERR_LISTEN` when the address is malformed, taken or not permitted; `ERR_CLOSED` after `close`.
   */
  listen(address: string): Promise<number>;
  /** Leaves at the first of these signals and forces the end at the second. Default SIGTERM and SIGINT. */
  closeOn(signals?: readonly NodeJS.Signals[], options?: CloseOnOptions): SignalSubscription;
  /** Leaves: NOT_SERVING, `drainDelayMs`, no new calls, finish, cut at `deadlineMs`. Once; later calls get the same report. */
  close(options?: CloseOptions): Promise<CloseReport>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Makes a server with the health service built in; it listens to nothing and no signal until asked.
 * @throws GrpcKitError `ERR_POLICY_INVALID` when an option is unknown or out of range.
 */
export function createServer(options: ServerOptions = {}): KitServer {
  const settled = settleServerOptions(options);
  const { logger, tls, authorize, xds } = settled;
  const observers = logger ? [...settled.observers, serverEventLog(logger)] : settled.observers;
  const methods = new ServedMethods();
  const refused = new RefusedPeers(logger);
  const desk: CallDesk = new CallDesk({
    ...settled,
    observers,
    logger,
    authorize,
    peer: (address) => connections.peer(address),
    // Filters of the control plane stand below, and may write into what they are handed.
    noMetadata: xds ? null : noMetadata,
  });
  const serverOptions: GrpcServerOptions = {
    ...grpcServerOptions(settled),
    interceptors: [(method, call) => servedCall(call, methods.find(method), desk), ...settled.interceptors],
  };
  const health = new HealthState();
  const host = xds || settled.engine === 'grpc-js' ? undefined : http2Host();
  const grpc = host
    ? new RegisteringServer(serverOptions, host)
    : xds
      ? xdsServer(xds, serverOptions)
      : new Server(serverOptions);
  if (!host) checkRequestHeaders(grpc);
  const sockets = { ...settled, observers, refused, traffic: desk };
  const connections: Acceptor = xds
    ? new XdsConnections(grpc)
    : new Connections({ ...sockets, host: host ?? new GrpcJsHost(grpc), tls });
  const healthPort = settled.healthAddress
    ? new HealthPort({
        ...sockets,
        health,
        methods,
        serverOptions,
        address: settled.healthAddress,
        admin: settled.channelz,
      })
    : undefined;
  const forced = new AbortController();
  const services = new Set<string>();
  let closing: Promise<CloseReport> | undefined;

  function http2Host(): Http2Host {
    const { maxStreamsPerConnection, maxMetadataBytes } = settled;
    return new Http2Host({
      ...settled,
      interceptors: serverOptions.interceptors ?? [],
      broken: (peer, error) =>
        refused.warn(
          'protocol',
          { peer, reason: error.message, ...(error.cause !== undefined && { err: error.cause }) },
          `connection ended: ${error.message}`,
        ),
      http2: {
        maxConcurrentStreams: maxStreamsPerConnection,
        // Room for what is no metadata; what is above that arrives cut, and is refused as a call and not by HTTP/2.
        maxHeaderListSize: (Number.isFinite(maxMetadataBytes) ? maxMetadataBytes : DEFAULT_METADATA_BYTES) + 8_192,
      },
    });
  }

  function xdsServer(support: XdsSupport, grpcOptions: GrpcServerOptions): Server {
    return support.createServer({
      serverOptions: grpcOptions,
      listenTimeoutMs: settled.xdsListenTimeoutMs,
      onServing: (address, { serving, reason }) => {
        health.set('', serving ? 'SERVING' : 'NOT_SERVING');
        if (!serving) logger?.warn({ address, reason }, 'not serving');
      },
    });
  }

  function addService(definition: object, handlers: object): void {
    const known = toServiceDefinition(definition);
    grpc.addService(methods.add(known), adaptHandlers(known, handlers));
    for (const { path } of Object.values(known)) services.add(path.slice(1, path.lastIndexOf('/')));
    if (connections.listening) announce();
  }

  function announce(): void {
    for (const service of ['', ...services]) if (!health.said(service)) health.set(service, 'SERVING');
  }

  async function listen(address: string): Promise<number> {
    if (closing !== undefined)
      throw new GrpcKitError('ERR_CLOSED', 'the server has been closed and cannot listen again');
    await addingReflection();
    await healthPort?.listen();
    const port = await connections.listen(address);
    announce();
    logger?.info({ address, port }, 'listening');
    return port;
  }

  function close(closeOptions: CloseOptions = {}) {
    const known = { drainDelayMs: true, deadlineMs: true } as const;
    const { drainDelayMs = settled.drainDelayMs, deadlineMs = settled.deadlineMs } = knownOptions(
      closeOptions,
      'close options',
      known,
    );
    // Without a peer there is nobody who would have to hear of it.
    const delay = connections.listening && connections.connected ? Math.min(drainDelayMs, deadlineMs) : 0;
    const leaver = {
      health,
      desk,
      observers,
      stopAccepting: async () => {
        await Promise.all([connections.stopAccepting(), healthPort?.stopAccepting()]);
      },
      destroy: () => {
        connections.destroy();
        healthPort?.destroy();
      },
    };
    closing ??= leave(leaver, { drainDelayMs: delay, deadlineMs }, forced.signal).then((report) => {
      if (report.cut.length > 0) logger?.warn({ cut: report.cut }, 'calls were cut');
      return report;
    });
    return closing;
  }

  const addingReflection = once(async () => {
    if (settled.reflection) await addReflection(grpc, settled.reflection);
  });

  addService(healthDefinition, healthHandlers(health));
  if (settled.channelz) addAdminServicesToServer(grpc);
  return {
    grpc,
    health,
    get inFlight() {
      return desk.inFlight;
    },
    get shed() {
      return desk.shed;
    },
    addService,
    listen,
    close,
    closeOn: (signals = ['SIGTERM', 'SIGINT'], closeOnOptions = {}) =>
      closeOnSignals({ close: () => close(), force: () => forced.abort() }, signals, closeOnOptions, logger),
    [Symbol.asyncDispose]: () => close().then(() => {}),
  };
}

/** Of a call, where `maxMetadataBytes` does not say. */
const DEFAULT_METADATA_BYTES = 65_536;

function once<T>(create: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: create() };
    return made.value;
  };
}
