import type { Server as SocketServer } from 'node:net';
import { type Server, type ServerCredentials, status } from '@grpc/grpc-js';
import { GrpcKitError } from '../errors.js';
import type { Logger } from '../observe/observer.js';
import type { XdsBootstrap } from './bootstrap.js';
import type { ControlPlaneProbe } from './control-plane-probe.js';
import { countInFlight } from './in-flight.js';
import { serverListenerNameOf } from './listener-name.js';
import { type BoundListener, watchListener } from './listener-watch.js';
import { openSockets } from './open-sockets.js';
import { type BindAddress, checkPortIsFree, isWildcard, parseBindAddress } from './port-check.js';
import type { XdsLibrary } from './xds-library.js';
import type { XdsServerOptions } from './xds-support.js';

/** What `createServingServer` needs. */
export interface ServingServerContext {
  readonly library: XdsLibrary;
  readonly bootstrap: XdsBootstrap;
  readonly logger: Pick<Logger, 'warn'>;
  readonly probe: ControlPlaneProbe;
  readonly stuckAfterMs: number;
}

/** Time for the last answers to reach their peers, whose connections close after them. */
const LAST_WORDS_MS = 1_000;

type BindCallback = (error: Error | null, port: number) => void;

/** The library's server, held to the contract of grpc-js's: see `XdsSupport.createServer`. */
export function createServingServer(context: ServingServerContext, options: XdsServerOptions = {}): Server {
  const { library, bootstrap, logger } = context;
  const { serverOptions = {}, listenTimeoutMs = 15_000, onServing } = options;
  serverListenerNameOf('0.0.0.0:0', bootstrap);
  const inFlight = countInFlight();
  const sockets = openSockets();

  class ServingServer extends library.XdsServer {
    readonly #bound = new Map<string, BoundListener>();

    override bindAsync(address: string, credentials: ServerCredentials, callback: BindCallback): void {
      this.#bind(address, credentials).then(
        (port) => callback(null, port),
        (error: Error) => callback(error, 0),
      );
    }

    async #bind(address: string, credentials: ServerCredentials): Promise<number> {
      const where = parseBindAddress(address);
      if (this.#bound.has(address)) throw new GrpcKitError('ERR_LISTEN', `${address} is bound already`);
      warnUnlessWildcard(where);
      await checkPortIsFree(where.port);
      const secured = new library.XdsServerCredentials(credentials);
      const bound = watchListener({
        address,
        listenerName: serverListenerNameOf(address, bootstrap),
        probe: context.probe,
        stuckAfterMs: context.stuckAfterMs,
        listenTimeoutMs,
        onState: (state) => onServing?.(address, state),
        subscribe: (tell) => {
          super.bindAsync(address, secured, () => {});
          this.addServingStateListener(address, ({ code, details }) => tell(code === status.OK, details));
          const socketServer = socketServerOf(this, address);
          // Another process may take the port between the check and the listener's arrival.
          if (socketServer) sockets.follow(socketServer, (error) => tell(false, error.message));
        },
        unsubscribe: () => super.unbind(address),
      });
      this.#bound.set(address, bound);
      try {
        await bound.serving;
      } catch (error) {
        this.unbind(address);
        throw error;
      }
      return where.port;
    }

    override unbind(address: string): void {
      this.#bound.get(address)?.close();
      this.#bound.delete(address);
      super.unbind(address);
    }

    override tryShutdown(callback: (error?: Error) => void): void {
      this.#forget();
      // The library's own calls back while calls are being served, and before their answers have left.
      super.tryShutdown((error) => inFlight.onceIdle(() => sockets.onceClosed(LAST_WORDS_MS, () => callback(error))));
    }

    override forceShutdown(): void {
      this.#forget();
      super.forceShutdown();
    }

    #forget(): void {
      for (const bound of this.#bound.values()) bound.close();
      this.#bound.clear();
    }
  }

  function warnUnlessWildcard(where: BindAddress): void {
    if (isWildcard(where)) return;
    logger.warn(
      { ...where },
      `grpc-js-xds ignores the host: port ${where.port} listens on every interface, not on ${where.host} alone`,
    );
  }

  return new ServingServer({
    ...serverOptions,
    // Without it grpc-js 1.14.7 forgets its sessions, and forceShutdown leaves them open.
    'grpc.enable_channelz': 1,
    interceptors: [...(serverOptions.interceptors ?? []), inFlight.interceptor],
  });
}

/** The library keeps its socket server to itself: nothing else tells of a lost port or of connections that linger. */
function socketServerOf(server: Server, address: string): SocketServer | undefined {
  const internals = server as unknown as { readonly boundPortMap?: Map<string, { readonly tcpServer?: SocketServer }> };
  return internals.boundPortMap?.get(address)?.tcpServer;
}
