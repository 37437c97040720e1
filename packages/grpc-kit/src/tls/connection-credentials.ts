import { isIP, type Socket } from 'node:net';
import { type CallCredentials, ChannelCredentials, type ChannelOptions, type experimental } from '@grpc/grpc-js';
import type { ConnectionHandle } from '../balancing/balancer-context.js';
import { authorityOf, RESOLVER_SCHEME } from '../discovery/grpc-resolver.js';
import { parseTarget } from '../target.js';

type Uri = experimental.GrpcUri;

/**
 * Credentials of one channel around others: they see every socket before HTTP/2 does, so they can give up a peer
 * that accepts and then says nothing, and they ask for the credentials of the moment at every connection.
 */
export class ConnectionCredentials extends ChannelCredentials {
  readonly #current: () => ChannelCredentials;
  readonly #connectTimeoutMs: number;
  #latest: Connector | undefined;

  constructor(current: () => ChannelCredentials, connectTimeoutMs: number) {
    super();
    this.#current = current;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  /** Of the connection that was created last, once; undefined when none was since. */
  takeHandle(): ConnectionHandle | undefined {
    const latest = this.#latest;
    this.#latest = undefined;
    return latest;
  }

  _isSecure(): boolean {
    return this.#current()._isSecure();
  }

  _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  _createSecureConnector(
    target: Uri,
    options: ChannelOptions,
    callCredentials?: CallCredentials,
  ): experimental.SecureConnector {
    // Credentials of another copy of grpc-js do not know the kit's schemes; all that they need of one is its authority.
    const known =
      target.scheme === RESOLVER_SCHEME ? { scheme: 'dns', path: authorityOf(parseTarget(target.path)) } : target;
    const create = () => nameless(this.#current()._createSecureConnector(known, options, callCredentials));
    this.#latest = new Connector(create, this.#connectTimeoutMs);
    return this.#latest;
  }
}

/** An IP address is no name for TLS to send (RFC 6066); Node 26 refuses it. The certificate is verified for the host all the same. */
function nameless(connector: experimental.SecureConnector): experimental.SecureConnector {
  const { connectionOptions } = connector as { connectionOptions?: { servername?: string } };
  if (connectionOptions?.servername !== undefined && isIP(connectionOptions.servername) !== 0) {
    delete connectionOptions.servername;
  }
  return connector;
}

/** Secures the sockets of one connection, one after the other. */
class Connector implements experimental.SecureConnector, ConnectionHandle {
  readonly #create: () => experimental.SecureConnector;
  readonly #connectTimeoutMs: number;
  #inner: experimental.SecureConnector;
  #beganAt = 0;
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reason: string | undefined;

  constructor(create: () => experimental.SecureConnector, connectTimeoutMs: number) {
    this.#create = create;
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#inner = create();
  }

  get reason(): string | undefined {
    return this.#reason;
  }

  unref(): void {
    this.#socket?.unref();
  }

  /** grpc-js asks this before it begins with TCP. */
  waitForReady(): Promise<void> {
    this.#beganAt = performance.now();
    this.#reason = undefined;
    return this.#inner.waitForReady();
  }

  async connect(socket: Socket): Promise<experimental.SecureConnectResult> {
    this.#socket = undefined;
    this.#inner.destroy();
    this.#inner = this.#create();
    const silence = new Promise<never>((_resolve, reject) => this.#giveUpLater(socket, reject));
    const secured = await Promise.race([this.#inner.connect(socket), silence]);
    this.#socket = secured.socket;
    return secured;
  }

  #giveUpLater(socket: Socket, reject: (reason: Error) => void): void {
    const leftMs = Math.max(1, this.#connectTimeoutMs - (performance.now() - this.#beganAt));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // Settings are the first that a peer says in HTTP/2.
      if (this.#socket !== undefined && this.#socket.bytesRead > 0) return;
      this.#reason = `the peer accepts connections, but says nothing in ${this.#connectTimeoutMs} ms`;
      // Without an error: grpc-js would begin anew at once, and its late `close` would end the new attempt too.
      socket.destroy();
      reject(new Error(this.#reason));
    }, leftMs);
    this.#timer.unref();
  }

  getCallCredentials(): CallCredentials {
    return this.#inner.getCallCredentials();
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#inner.destroy();
  }
}
