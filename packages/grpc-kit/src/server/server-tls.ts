import type { SecureContextOptions, TLSSocket, Server as TlsServer } from 'node:tls';
import { createServer } from 'node:tls';
import type { Observer } from '../observe/observer.js';
import { type CertificateFiles, type Certificates, followCertificateFiles } from '../tls/certificate-files.js';
import { matchesClientName } from './client-names.js';
import { peerOf } from './peer.js';
import type { RefusalKind, RefusedPeers } from './refused-peers.js';

/** TLS from files, read again when they change. */
export interface ServerTls {
  /** PEM file of this server's certificate chain. Required. */
  readonly certFile: string;
  /** PEM file of the key of `certFile`. Required. */
  readonly keyFile: string;
  /**
   * PEM file of the authorities of clients: with it every client needs a certificate of theirs (mTLS). Default: none is
   * asked for.
   */
  readonly clientCaFile?: string;
  /**
   * Which clients may connect. `scheme://…` is compared with the URI of the certificate, which must be its only one and
   * have no `.` or `..` segments; an IP address with its IP addresses, `name@host` with its emails, everything else with its
   * DNS names. A `*` at the end matches any rest, as in `spiffe://cluster.local/ns/shop/*`. Default: everyone with a
   * certificate of `clientCaFile`.
   */
  readonly clientNames?: readonly string[];
  /** Time between looks at the files besides the directory's own events, in ms. Default 5,000. */
  readonly pollMs?: number;
}

export interface TlsHooks {
  readonly observers: readonly Observer[];
  readonly refused: RefusedPeers;
  readonly handshakeTimeoutMs: number;
  /** Takes over the socket of a peer that may talk. */
  accept(socket: TLSSocket): void;
  /** New certificates are in use. */
  renewed(): void;
}

/** Makes TLS listeners that all follow one set of files. */
export class ServerTlsListeners {
  readonly #tls: ServerTls;
  readonly #hooks: TlsHooks;
  readonly #files: CertificateFiles;
  readonly #servers = new Set<TlsServer>();

  /** @throws GrpcKitError `ERR_TLS` when the files cannot be used. */
  constructor(tls: ServerTls, hooks: TlsHooks) {
    this.#tls = tls;
    this.#hooks = hooks;
    const { certFile, keyFile, clientCaFile, pollMs } = tls;
    const paths = { certFile, keyFile, ...(clientCaFile !== undefined && { caFile: clientCaFile }) };
    this.#files = followCertificateFiles(paths, {
      ...(pollMs !== undefined && { pollMs }),
      onReload: (certificates) => this.#reload(certificates),
      onReject: (error) => this.#tell({ kind: 'tls_rejected', side: 'server', error }),
    });
  }

  create(): TlsServer {
    const { clientCaFile } = this.#tls;
    const server = createServer({
      ...contextOf(this.#files.current),
      ALPNProtocols: ['h2'],
      minVersion: 'TLSv1.2',
      handshakeTimeout: this.#hooks.handshakeTimeoutMs,
      noDelay: true,
      requestCert: clientCaFile !== undefined,
      // Verified below instead, where the reason can be told.
      rejectUnauthorized: false,
    });
    server.on('secureConnection', (socket) => this.#admit(socket));
    server.on('tlsClientError', (error, socket) => this.#refuse(socket, 'handshake', handshakeReason(error)));
    server.once('close', () => this.#servers.delete(server));
    this.#servers.add(server);
    return server;
  }

  close(): void {
    this.#files.close();
  }

  #admit(socket: TLSSocket): void {
    const reason = this.#objection(socket);
    if (reason === undefined) {
      this.#hooks.accept(socket);
      return;
    }
    this.#refuse(socket, socket.alpnProtocol === 'h2' ? 'certificate' : 'handshake', reason);
  }

  #refuse(socket: TLSSocket, kind: RefusalKind, reason: string): void {
    this.#hooks.refused.warn(kind, { peer: peerOf(socket).address, reason }, `peer refused: ${reason}`);
    socket.on('error', () => {});
    socket.destroy();
  }

  #objection(socket: TLSSocket): string | undefined {
    if (socket.alpnProtocol !== 'h2') return 'does not speak HTTP/2 (no h2 in ALPN)';
    if (this.#tls.clientCaFile === undefined) return undefined;
    return clientObjection(socket, this.#tls.clientNames);
  }

  #reload(certificates: Certificates): void {
    for (const server of this.#servers) server.setSecureContext(contextOf(certificates));
    this.#hooks.renewed();
    this.#tell({ kind: 'tls_reloaded', side: 'server', serial: certificates.serial });
  }

  #tell(event: Parameters<NonNullable<Observer['event']>>[0]): void {
    for (const observer of this.#hooks.observers) observer.event?.(event);
  }
}

function contextOf({ ca, cert, key }: Certificates): SecureContextOptions {
  return { cert, key, ...(ca && { ca }) };
}

/** Why a client certificate is not good enough, or undefined when it is. */
function clientObjection(socket: TLSSocket, clientNames: readonly string[] | undefined): string | undefined {
  const x509 = socket.getPeerX509Certificate();
  if (!x509) return 'no client certificate';
  const who = x509.subjectAltName ?? x509.subject;
  if (Date.parse(x509.validTo) < Date.now()) return `client certificate of ${who} expired at ${x509.validTo}`;
  if (!socket.authorized) {
    const code = String(socket.authorizationError);
    return `client certificate of ${who} is not vouched for by clientCaFile (${code}); its issuer is ${x509.issuer}`;
  }
  if (clientNames === undefined) return undefined;
  const { certificate } = peerOf(socket);
  const allowed = certificate && clientNames.some((pattern) => matchesClientName(pattern, certificate));
  return allowed ? undefined : `client certificate names ${who}, none of which is in clientNames`;
}

function handshakeReason(error: NodeJS.ErrnoException): string {
  if (error.code === 'ERR_SSL_HTTP_REQUEST' || error.code === 'ERR_SSL_WRONG_VERSION_NUMBER') {
    return `speaks plaintext to a TLS port (${error.code})`;
  }
  if (/ALERT/.test(error.code ?? '')) return `does not accept this server's certificate (${error.code})`;
  return `TLS handshake failed (${error.code ?? error.message})`;
}
